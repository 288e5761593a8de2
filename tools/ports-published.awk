# What tools/update-ports reads of the observed tables: regime or year, kind (n by nationality, f foreigners by group, m
# Mexicans by group, all: both components, for weights), name, people. Notes may hold commas; the columns before may not.
function put(key, value) { if (!(key in sum)) order[++count] = key; sum[key] += value }
BEGIN { FS = ","; t = "\t" }
/^#/ || $4 != "" || $5 $6 == "" { next }
$1 == "encounters_at_ports" && $2 == "2019-10" && $3 == "2020-09" && $6 == "" { put("A" t "n" t $5, $7) }
$1 == "encounters_at_ports" && $2 == "2021-10" && $3 == "2022-09" && $5 != "" && $6 != "" {
    put("2022" t ($5 == "Mexico" ? "m" : "f") t $6, $7)
}
$1 == "encounters_at_ports" && $2 == "2023-10" && $3 == "2024-02" {
    if ($6 == "") { put("D" t "n" t $5, $7); put("D" t "n" t "others", -$7) }
    else if ($5 == "") { put("2024" t "f" t $6, $7); put("D" t "n" t "others", $7) }
    else if ($5 == "Mexico") { put("2024" t "m" t $6, $7); put("2024" t "f" t $6, -$7) }
}
$2 == $3 && $5 != "" && ($1 == "encounters_all" && $6 != "" || $1 == "encounters" && $6 == "") {
    r = $2 >= "2021-10" && $3 <= "2022-03" ? "B" : $2 >= "2022-05" && $3 <= "2022-09" ? "C" : ""
    if (r == "") next
    put(r t "n" t $5, $1 == "encounters" ? -$7 : $7)
    if (r == "C" && $1 == "encounters_all") put("C" t "all" t $5, $7)
}
END { for (i = 1; i <= count; i++) print order[i] t (sum[order[i]] > 0 ? sum[order[i]] : 0) }
