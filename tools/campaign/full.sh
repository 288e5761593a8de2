# Kind full: a disk with room for a part of what a command writes. It ends with another exit code than 0 and what stood
# stands, or with the right result; after there is room, a run is resumed to the digest of an undisturbed one.
. "$here/lib/commands.sh"

campaign_prepare() {
    mkdir -p disk
    if ! { [ "$(id -u)" -eq 0 ] && mount -t tmpfs -o size=1m vado-campaign disk 2>/dev/null; }; then
        echo "SKIPPED: a small disk cannot be mounted here (root is needed)"
        exit 77
    fi
    umount disk
    prepare_before
    prepare_right
    base=$(du -sk before | cut -f1)
}

campaign_try() {
    draw $ncases
    line=$(sed -n "${draw}p" cases.txt)
    name=${line%% *} line=${line#* }
    after=$(du -sk "right-$name" | cut -f1)
    draw $(((after - base > 0 ? after - base : 0) * 2 + 40))
    size=$((base + draw + 8))
    mount -t tmpfs -o "size=${size}k" vado-campaign disk || exit 3
    cp -R before disk/t
    (
        cd disk/t || exit 3
        # shellcheck disable=SC2086
        timeout 120 "$VADO" $line >"$folder/is-out.txt" 2>"$folder/is-err.txt"
        echo $? >"$folder/is-code.txt"
    ) </dev/null 2>/dev/null
    rm -rf t
    cp -R disk/t t
    umount disk
    mv is-out.txt t/out.txt
    mv is-err.txt t/err.txt
    mv is-code.txt t/code.txt
    judge "vado $line on a disk of $size KiB"
}
