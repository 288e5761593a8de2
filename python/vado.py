"""vado from Python: run a scenario, read its series into a table, lay a policy, compare two runs.

Thin over libvado.so by ctypes; needs nothing else. pandas is used where it is there and a frame is asked for. The numbers
are the library's own: for the same scenario and seed those of the command and of C, to the last bit.

What was suffered in the same periods (deaths, kidnappings, extortion, days of waiting) comes with every read, and cannot be
left out: who shows the one shows the other. There is no function that searches over enforcement, and none may be built of
these: people would be hurt by it, and the model knows too little of them (docs/responsible-use.md).

    import vado
    store = vado.run("scenarios/us-mexico", "mine.db", members=4, until="2019-12")
    print(store.read("encounters", by="place").rows()[0])
"""
import csv
import ctypes
import ctypes.util
import io
import math
import os
import signal
import tempfile
import threading

__all__ = ["Error", "Numbers", "Policy", "Series", "Store", "compare", "digest", "open", "run", "version"]

_MODES = ("stochastic", "fluid", "individual")
_PERIODS = ("month", "year", "day")
_OVER_TIME = ("sum", "mean", "ratio")
_MARGINS = ("place", "nationality", "group")
_PERIOD_COLUMNS = ("month", "year", "date")
_CSV = 1  # VADO_CSV
_CANCELLED = -6

_text = ctypes.c_char_p
_texts = ctypes.POINTER(ctypes.c_char_p)
_doubles = ctypes.POINTER(ctypes.c_double)


class _Input(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("scenario", _text), ("nsets", ctypes.c_int), ("sets", _texts),
                ("npolicies", ctypes.c_int), ("policies", _texts), ("latents", _text), ("first", _text), ("until", _text),
                ("model", ctypes.c_int), ("defaults", ctypes.c_int), ("packed", ctypes.c_void_p),
                ("packed_bytes", ctypes.c_size_t)]


class _RunOptions(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("mode", ctypes.c_int), ("members", ctypes.c_int), ("seed", ctypes.c_uint64),
                ("threads", ctypes.c_int), ("layer_parameters", ctypes.c_int), ("layer_environment", ctypes.c_int),
                ("layer_chance", ctypes.c_int), ("command", _text), ("force", ctypes.c_int), ("make_folders", ctypes.c_int),
                ("snapshots", ctypes.c_int), ("level", ctypes.c_int)]


class _ReadOptions(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("period", ctypes.c_int), ("by_place", ctypes.c_int),
                ("by_nationality", ctypes.c_int), ("by_group", ctypes.c_int), ("fiscal_years", ctypes.c_int)]


class _Series(ctypes.Structure):
    _fields_ = [("name", _text), ("unit", _text), ("meaning", _text), ("over_time", ctypes.c_int), ("harm", ctypes.c_int),
                ("by_place", ctypes.c_int), ("by_nationality", ctypes.c_int), ("by_group", ctypes.c_int)]


class _Harm(ctypes.Structure):
    _fields_ = [("name", _text), ("unit", _text), ("meaning", _text), ("values", _doubles), ("whole", _doubles)]


class _Numbers(ctypes.Structure):
    _fields_ = [("series", _text), ("unit", _text), ("meaning", _text), ("over_time", ctypes.c_int),
                ("nperiods", ctypes.c_int), ("nplaces", ctypes.c_int), ("nnationalities", ctypes.c_int),
                ("ngroups", ctypes.c_int), ("nmembers", ctypes.c_int), ("periods", _texts),
                ("days", ctypes.POINTER(ctypes.c_int)), ("places", _texts), ("nationalities", _texts), ("groups", _texts),
                ("members", ctypes.POINTER(ctypes.c_int)), ("values", _doubles), ("nharm", ctypes.c_int),
                ("harm", ctypes.POINTER(ctypes.POINTER(_Harm))), ("partial", _text)]


_writer = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(ctypes.c_char), ctypes.c_size_t)
_progress = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64, ctypes.c_double)

_loaded = None


def _library():
    """libvado.so: the file named by VADO_LIBRARY, or the one that is installed."""
    global _loaded
    if _loaded is None:
        name = os.environ.get("VADO_LIBRARY") or ctypes.util.find_library("vado") or "libvado.so.0.1"
        lib = ctypes.CDLL(name)
        pointer, whole = ctypes.c_void_p, ctypes.c_int
        for name, result, arguments in (
                ("version", _text, ()), ("new", pointer, ()), ("free", None, (pointer,)),
                ("message_count", whole, (pointer,)), ("message", _text, (pointer, whole)),
                ("strerror", _text, (whole,)), ("cancel", None, (pointer,)), ("allow_partial", None, (pointer, whole)),
                ("on_progress", None, (pointer, _progress, pointer)),
                ("run_defaults_sized", None, (ctypes.POINTER(_RunOptions), ctypes.c_size_t)),
                ("run", whole, (pointer, ctypes.POINTER(_Input), ctypes.POINTER(_RunOptions), _text)),
                ("digest", whole, (pointer, _text, _text)),
                ("store_open", whole, (pointer, _text, ctypes.POINTER(pointer))),
                ("store_close", None, (ctypes.POINTER(pointer),)),
                ("store_series", ctypes.POINTER(_Series), (pointer, whole)),
                ("read", whole, (pointer, pointer, _text, ctypes.POINTER(_ReadOptions),
                                 ctypes.POINTER(ctypes.POINTER(_Numbers)))),
                ("numbers_free", None, (ctypes.POINTER(ctypes.POINTER(_Numbers)),)),
                ("compare", whole, (pointer, _text, _text, whole, _writer, pointer))):
            function = getattr(lib, "vado_" + name)
            function.restype, function.argtypes = result, arguments
        _loaded = lib
    return _loaded


class Error(Exception):
    """What the library refuses: `status` as in vado.h, the text is all of its messages."""

    def __init__(self, status, text):
        super().__init__(text)
        self.status = status


class _Context:
    """A context of the library and the messages of its last call."""

    def __init__(self):
        self.lib = _library()
        self.v = self.lib.vado_new()
        if not self.v:
            raise MemoryError
        self.messages = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.lib.vado_free(self.v)

    def done(self, status):
        """Raises Error unless a call was right; keeps its messages either way."""
        self.messages = [self.lib.vado_message(self.v, i).decode() for i in range(self.lib.vado_message_count(self.v))]
        if status:
            raise Error(status, "\n".join(self.messages) or self.lib.vado_strerror(status).decode())


def _bytes(value):
    return None if value is None else os.fsencode(value)


def _list(values):
    return (ctypes.c_char_p * max(len(values), 1))(*[_bytes(value) for value in values])


def _one_of(words, word, what):
    if word not in words:
        raise ValueError(f"{what}: found {word!r}, expected one of {', '.join(words)}")
    return words.index(word)


def version():
    """The version of the library that is loaded."""
    return _library().vado_version().decode()


class Policy:
    """Dated changes that are laid over a scenario, as a file of its policies/ has them.

        vado.Policy("More water").set("harm.water_and_rescue", 0.5, start="2019-06-01", note="...", source="[what-if]")
    """

    COLUMNS = ("from", "until", "parameter", "where", "who", "change", "value", "note", "source")

    def __init__(self, title, about=""):
        self.title, self.about, self.rows = title, about, []

    def set(self, parameter, value, start, until="", where="", who="", change="set", note="", source="[what-if]"):
        """One more row, checked when a run reads it; returns the policy."""
        self.rows.append((start, until, parameter, where, who, change, repr(value), note or self.title, source))
        return self

    def text(self):
        """The policy as a CSV file has it."""
        out = io.StringIO()
        for key, words in (("title", self.title), ("about", self.about)):
            if words:
                out.write(f"# {key}: {' '.join(words.split())}\n")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.COLUMNS)
        writer.writerows(self.rows)
        return out.getvalue()

    def save(self, path):
        with io.open(path, "w", encoding="utf-8", newline="") as file:
            file.write(self.text())
        return path


@_progress
def _listen(_user, _done, _total, _left):
    """Called a few times a second: where Python hears of Ctrl-C while the library runs."""


class _Interrupt:
    """Ctrl-C asks the library to stop cleanly."""

    def __init__(self, context):
        self.context, self.heard, self.before = context, False, None

    def __enter__(self):
        if threading.current_thread() is threading.main_thread():
            self.before = signal.signal(signal.SIGINT, self._stop)
        return self

    def _stop(self, *_):
        self.heard = True
        self.context.lib.vado_cancel(self.context.v)

    def __exit__(self, *_):
        if self.before is not None:
            signal.signal(signal.SIGINT, self.before)


def run(scenario, db, *, members=0, seed=1, mode="stochastic", threads=0, sets=(), policies=(), latents=None, start=None,
        until=None, force=False):
    """Runs a scenario into the new store `db` and opens it. `sets` are texts as "path=value@date"; `policies` are
    Policy objects or names of files. members 0: 8 if stochastic, 1 if fluid."""
    with _Context() as c, tempfile.TemporaryDirectory() as folder:
        files = [p.save(os.path.join(folder, f"policy-{i + 1}.csv")) if isinstance(p, Policy) else p
                 for i, p in enumerate(policies)]
        o = _RunOptions()
        c.lib.vado_run_defaults_sized(ctypes.byref(o), ctypes.sizeof(o))
        o.mode = _one_of(_MODES, mode, "mode")
        o.members, o.seed, o.threads, o.force = members, seed, threads, bool(force)
        o.command = b"vado.run (Python)"
        i = _Input(size=ctypes.sizeof(_Input), scenario=_bytes(scenario), nsets=len(sets), sets=_list(sets),
                   npolicies=len(files), policies=_list(files), latents=_bytes(latents), first=_bytes(start),
                   until=_bytes(until))
        c.lib.vado_on_progress(c.v, _listen, None)
        with _Interrupt(c) as interrupt:
            status = c.lib.vado_run(c.v, ctypes.byref(i), ctypes.byref(o), _bytes(db))
        if status == _CANCELLED and interrupt.heard:
            raise KeyboardInterrupt(f"{db} holds what was done: vado run --resume goes on with it")
        c.done(status)
    return Store(db)


class Series:
    """What a series is: name, unit, meaning, over_time ("sum", "mean" or "ratio"), harm, margins it keeps."""

    def __init__(self, s):
        self.name, self.unit, self.meaning = s.name.decode(), s.unit.decode(), s.meaning.decode()
        self.over_time, self.harm = _OVER_TIME[s.over_time], bool(s.harm)
        self.margins = tuple(m for m, keeps in zip(_MARGINS, (s.by_place, s.by_nationality, s.by_group)) if keeps)

    def __repr__(self):
        return f"<{self.name}: {self.unit}, by {', '.join(self.margins) or 'nothing'}{', harm' if self.harm else ''}>"


class Numbers:
    """A series as it was read, with the harm of the same periods.

    values: floats in the order of labels(), nan where a ratio has nothing to be divided by.
    harm: name of a series -> list by period and member, over all places and people."""

    def __init__(self, n, period, by):
        def names(list_, count):
            return [list_[i].decode() for i in range(count)]
        self.series, self.unit, self.meaning = n.series.decode(), n.unit.decode(), n.meaning.decode()
        self.over_time, self.partial = _OVER_TIME[n.over_time], n.partial.decode()
        self.period, self.by = _PERIOD_COLUMNS[period], by
        self.periods = names(n.periods, n.nperiods)
        self.axes = {"place": names(n.places, n.nplaces), "nationality": names(n.nationalities, n.nnationalities),
                     "group": names(n.groups, n.ngroups)}
        self.members = [n.members[i] for i in range(n.nmembers)]
        self.values = n.values[:n.nperiods * n.nplaces * n.nnationalities * n.ngroups * n.nmembers]
        every = [n.harm[i].contents for i in range(n.nharm)]
        self.harm = {h.name.decode(): h.values[:n.nperiods * n.nmembers] for h in every}
        self.harm_units = {h.name.decode(): h.unit.decode() for h in every}

    def columns(self):
        """Names of a row's columns: period, margins, member, value, then harm_* over all places and people."""
        return [self.period, *self.by, "member", "value", *("harm_" + name for name in self.harm)]

    def rows(self):
        """Rows as dicts, members fastest. A missing ratio is None."""
        out, at, columns = [], 0, self.columns()
        for i, period in enumerate(self.periods):
            for place in self.axes["place"]:
                for nationality in self.axes["nationality"]:
                    for group in self.axes["group"]:
                        label = {"place": place, "nationality": nationality, "group": group}
                        for k, member in enumerate(self.members):
                            harm = [values[i * len(self.members) + k] for values in self.harm.values()]
                            numbers = [None if math.isnan(x) else x for x in (self.values[at], *harm)]
                            out.append(dict(zip(columns, [period, *(label[m] for m in self.by), member, *numbers])))
                            at += 1
        return out

    def frame(self):
        """The rows as a pandas.DataFrame; its attrs say unit, meaning and the units of harm."""
        import pandas
        frame = pandas.DataFrame(self.rows(), columns=self.columns())
        frame.attrs.update(series=self.series, unit=self.unit, meaning=self.meaning, harm_units=self.harm_units,
                           partial=self.partial)
        return frame


class Store:
    """A store of a run, read only. Its checksums are looked through; one that is not finished is refused unless partial."""

    def __init__(self, db, partial=False):
        self._c, self._store = _Context(), ctypes.c_void_p()
        self.db = db
        self._c.lib.vado_allow_partial(self._c.v, bool(partial))
        try:
            self._c.done(self._c.lib.vado_store_open(self._c.v, _bytes(db), ctypes.byref(self._store)))
        except Error:
            self.close()
            raise

    def close(self):
        if self._c:
            self._c.lib.vado_store_close(ctypes.byref(self._store))
            self._c.lib.vado_free(self._c.v)
            self._c = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __del__(self):
        if getattr(self, "_c", None):
            self.close()

    def series(self):
        """The series it holds."""
        out = []
        while True:
            one = self._c.lib.vado_store_series(self._store, len(out))
            if not one:
                return out
            out.append(Series(one.contents))

    def read(self, series, by=(), period="month", fiscal=False):
        """A series by "month", "year" or "day", with the margins `by` of it: Numbers, harm beside them."""
        by = (by,) if isinstance(by, str) else tuple(by)
        for one in by:
            _one_of(_MARGINS, one, "by")
        o = _ReadOptions(ctypes.sizeof(_ReadOptions), _one_of(_PERIODS, period, "period"), *(m in by for m in _MARGINS),
                         bool(fiscal))
        n = ctypes.POINTER(_Numbers)()
        self._c.done(self._c.lib.vado_read(self._c.v, self._store, series.encode(), ctypes.byref(o), ctypes.byref(n)))
        try:
            return Numbers(n.contents, o.period, [m for m in _MARGINS if m in by])
        finally:
            self._c.lib.vado_numbers_free(ctypes.byref(n))

    def frame(self, series, by=(), period="month", fiscal=False):
        """The same as a pandas.DataFrame."""
        return self.read(series, by, period, fiscal).frame()

    def digest(self):
        return digest(self.db)


def open(db, partial=False):  # pylint: disable=redefined-builtin
    """The store of an earlier run, of the command too."""
    return Store(db, partial)


def digest(db):
    """The SHA-256 of all results of a run, as 64 hexadecimal digits."""
    with _Context() as c:
        out = ctypes.create_string_buffer(65)
        c.done(c.lib.vado_digest(c.v, _bytes(db), out))
        return out.value.decode()


def compare(a, b):
    """What differs between two runs of the same seed and members, member beside member: the rows of `vado compare --csv`
    as dicts, harm among them. `a` and `b` are stores or their names."""
    pieces = []

    @_writer
    def take(_user, text, length):
        pieces.append(text[:length])
        return 0

    with _Context() as c:
        names = [_bytes(one.db if isinstance(one, Store) else one) for one in (a, b)]
        c.done(c.lib.vado_compare(c.v, *names, _CSV, take, None))
    lines = b"".join(pieces).decode().splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))
