"""Forecasts side by side with statsforecast on the same hold-outs.

    cargo build --release -p forecast --example evaluate
    python tests/bench/forecast.py --evaluate target/release/examples/evaluate --peers peers.csv

Series are those of ../shared/data/forecast. From each, several hold-outs are cut; a model sees only what lies before.
MASE is the mean absolute error over that of the seasonal naive forecast within the history, WAPE the sum of absolute
errors over the sum of values. Series at even places were used to tune, those at odd places are reported (`--half`).
Peers (statsforecast 2.1.1) are slow; their forecasts are kept in the file given by `--peers`.

    python tests/bench/forecast.py --evaluate target/release/examples/evaluate --coverage

tells without peers how many outcomes lie within the intervals, over more hold-outs of both halves; with `--made-up` in
its place those of made-up series, which need no data beside the project.
"""

import argparse
import csv
import io
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from datetime import datetime
from pathlib import Path

import numpy as np

DATA = Path(__file__).resolve().parents[3] / "shared/data/forecast"

# name: (horizon, seasons, hold-outs)
SETS = {
    "m4_hourly": (48, [24, 168], 4),
    "m4_daily": (14, [7], 4),
    "m4_weekly": (13, [52], 4),
    "m4_monthly": (18, [12], 4),
    "m4_quarterly": (8, [4], 2),
    "stores": (13, [52], 2),
    "departments": (13, [52], 2),
    "bike": (28, [7], 8),
    "all_stores": (13, [52], 3),
}

# Hold-outs of each series for the coverage of intervals, which few hold-outs say little of.
MORE = {"m4_hourly": 8, "m4_daily": 24, "m4_weekly": 8, "m4_monthly": 8, "m4_quarterly": 4, "stores": 3, "departments": 3, "bike": 16, "all_stores": 4}

PEERS = ["SeasonalNaive", "AutoETS", "AutoTheta", "DOTheta", "MSTL", "AutoARIMA"]


def read(name):
    """Each series' values in order, by name."""
    series = defaultdict(list)
    if name in ("stores", "all_stores"):
        days = defaultdict(float)
        for row in csv.DictReader(open(DATA / "walmart45_weekly.csv")):
            day = datetime.strptime(row["Date"], "%d/%m/%y")
            series[row["Store"]].append((day, float(row["Weekly_Sales"])))
            days[day] += float(row["Weekly_Sales"])
        if name == "all_stores":
            series = {"all": list(days.items())}
        series = {key: [value for _, value in sorted(values)] for key, values in series.items()}
    elif name == "departments":
        for row in csv.DictReader(open(DATA / "walmart_sales_weekly.csv")):
            series[row["id"]].append(float(row["Weekly_Sales"]))
    elif name == "bike":
        for row in csv.DictReader(open(DATA / "bike_sharing_daily.csv")):
            for column in ("casual", "registered", "cnt"):
                series[column].append(float(row[column]))
    else:
        for row in csv.DictReader(open(DATA / f"{name}.csv")):
            series[row["id"]].append(float(row["value"]))
    return dict(series)


def folds(name):
    """(key, place of the series, history, actual) of each hold-out."""
    horizon, seasons, count = SETS[name]
    for place, (key, values) in enumerate(sorted(read(name).items())):
        for fold in range(count):
            end = len(values) - fold * horizon
            if end - horizon < 2 * seasons[0] + 8:
                break
            history = values[: end - horizon]
            yield f"{name}/{key}/{fold}", place, np.array(history), np.array(values[end - horizon : end])


def peers(name, wanted=PEERS):
    """Rows of statsforecast's forecasts: model, key, step, mean, lo80, hi80, lo95, hi95, seconds of the fit."""
    from statsforecast.models import MSTL, AutoARIMA, AutoETS, AutoTheta, DynamicOptimizedTheta, SeasonalNaive

    horizon, seasons, _ = SETS[name]
    season = seasons[0]
    models = {
        "SeasonalNaive": SeasonalNaive(season),
        "AutoETS": AutoETS(season),
        "AutoTheta": AutoTheta(season),
        "DOTheta": DynamicOptimizedTheta(season),
        # A season of 52 takes AutoARIMA minutes a series; it is left without one there.
        "AutoARIMA": AutoARIMA(season_length=season if season <= 24 else 1),
        "MSTL": MSTL(seasons),
    }
    for label in wanted:
        model = models[label]
        for key, _, history, _ in folds(name):
            start = time.time()
            # Models with long memories are given the newest two thousand steps.
            found = model.forecast(history[-2000:].astype(float), horizon, level=[80, 95])
            seconds = time.time() - start
            bands = [found[band] for band in ("mean", "lo-80", "hi-80", "lo-95", "hi-95")]
            for step in range(horizon):
                yield [label, key, step, *(band[step] for band in bands), seconds]


def ours(name, evaluate, model):
    """Forecasts of ours, the same shape, and the line about time."""
    horizon, seasons, _ = SETS[name]
    lines = (f"{key},{value!r}" for key, _, history, _ in folds(name) for value in history.tolist())
    return forecasts(evaluate, lines, horizon, seasons, model)


def forecasts(evaluate, lines, horizon, seasons, model):
    """Forecasts of series as lines `key,value`, by key: mean, lo80, hi80, lo95, hi95; and the line about time."""
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
        file.writelines(f"{line}\n" for line in lines)
        file.flush()
        run = subprocess.run(
            [evaluate, file.name, str(horizon), ",".join(map(str, seasons)), model],
            capture_output=True,
            text=True,
            check=True,
        )
    found = defaultdict(list)
    for row in csv.reader(io.StringIO(run.stdout)):
        found[row[0]].append([float(value) for value in row[2:7]])
    return {key: np.array(rows).T for key, rows in found.items()}, run.stderr.strip()


def inside(band, actual):
    """Shares of outcomes within the 80 and the 95 % interval."""
    _, lo80, hi80, lo95, hi95 = band
    return [np.mean((actual >= lo80) & (actual <= hi80)), np.mean((actual >= lo95) & (actual <= hi95))]


def walk(random, steps, spread):
    return 500 + np.cumsum(random.normal(0, spread, steps))


# name: (series of so many steps, steps known, horizon, season, series, the steps of which nothing is known)
MADE_UP = {
    "noise, 8 values": (lambda r, n: 100 + r.normal(0, 8, n), 8, 4, 12, 1000, None),
    "noise, 150 days": (lambda r, n: 50 + r.normal(0, 5, n), 150, 14, 7, 300, None),
    "walk, 8 values": (lambda r, n: walk(r, n, 8), 8, 4, 12, 600, None),
    "walk, 12 values": (lambda r, n: walk(r, n, 8), 12, 4, 12, 600, None),
    "walk, 24 months": (lambda r, n: walk(r, n, 8), 24, 6, 12, 300, None),
    "walk, 60 months": (lambda r, n: walk(r, n, 3), 60, 12, 12, 500, None),
    "walk, 150 days": (lambda r, n: walk(r, n, 3), 150, 14, 7, 500, None),
    "noise, gap of 30 days": (lambda r, n: 50 + r.normal(0, 5, n), 150, 14, 7, 150, (117, 147)),
    "walk, 30 days unknown at the end": (lambda r, n: walk(r, n, 3), 230, 14, 7, 150, (200, 230)),
}


def made_up(evaluate):
    """Shares of outcomes of made-up series within our intervals."""
    for place, (name, (series, known, horizon, season, count, gap)) in enumerate(MADE_UP.items()):
        random = np.random.default_rng(place)
        every = [series(random, known + horizon) for _ in range(count)]
        unknown = range(*gap) if gap else ()
        lines = (
            f"{key}," if step in unknown else f"{key},{values[step]:.4f}"
            for key, values in enumerate(every)
            for step in range(known)
        )
        found, _ = forecasts(evaluate, lines, horizon, [season], "auto")
        shares = np.mean([inside(found[str(key)], values[known:]) for key, values in enumerate(every)], axis=0)
        print(name.ljust(34), "{:6.1f}/{:6.1f}".format(*shares * 100), count, "series")


def coverage(evaluate, names):
    """Shares of outcomes within our 80 and 95 % intervals, by set, and the mean of sets."""
    every = []
    for name in names:
        SETS[name] = (*SETS[name][:2], MORE[name])
        mine, _ = ours(name, evaluate, "auto")
        shares = [inside(mine[key], actual) for key, _, _, actual in folds(name)]
        every.append(np.mean(shares, axis=0))
        print(name.ljust(16), "{:6.1f}/{:6.1f}".format(*every[-1] * 100), len(shares), "hold-outs")
    print("mean of sets".ljust(16), "{:6.1f}/{:6.1f}".format(*np.mean(every, axis=0) * 100))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--evaluate", required=True)
    parser.add_argument("--peers", default="peers.csv")
    parser.add_argument("--coverage", action="store_true", help="coverage of our intervals alone")
    parser.add_argument("--made-up", action="store_true", help="coverage of our intervals on made-up series")
    parser.add_argument("--half", choices=["even", "odd", "both"], default="odd")
    parser.add_argument("--models", default="auto")
    parser.add_argument("--skip", default="", help="peers left out")
    parser.add_argument("--sets", default=",".join(SETS))
    options = parser.parse_args()
    names = options.sets.split(",")
    if options.made_up:
        made_up(options.evaluate)
        return
    if options.coverage:
        coverage(options.evaluate, names)
        return

    path = Path(options.peers)
    known = defaultdict(lambda: defaultdict(list))
    seconds = {}
    done = set()
    if path.exists():
        for row in csv.reader(open(path)):
            known[row[0]][row[1]].append([float(value) for value in row[3:8]])
            seconds[row[0], row[1]] = float(row[8])
            done.add((row[0], row[1].split("/")[0]))
    for name in names:
        for label in PEERS:
            if (label, name) in done or label in options.skip.split(","):
                continue
            rows = list(peers(name, [label]))
            with open(path, "a") as file:
                csv.writer(file).writerows(rows)
            for row in rows:
                known[row[0]][row[1]].append([float(value) for value in row[3:8]])
                seconds[row[0], row[1]] = row[8]
            print(name, label, "done", file=sys.stderr)

    forecasts = {label: {key: np.array(rows).T for key, rows in keys.items()} for label, keys in known.items()}
    for model in options.models.split(","):
        mine = {}
        for name in names:
            found, said = ours(name, options.evaluate, model)
            mine.update(found)
            print(f"ours:{model} {name}: {said}", file=sys.stderr)
        forecasts[f"ours:{model}"] = mine

    labels = [label for label in forecasts if label not in options.skip.split(",")]
    print("MASE".ljust(16), *(label[:13].rjust(13) for label in labels))
    totals = defaultdict(list)
    covers = defaultdict(list)
    for name in names:
        season = SETS[name][1][0]
        errors = defaultdict(list)
        for key, place, history, actual in folds(name):
            # A set of a few aggregates has no halves.
            if options.half != "both" and len(read_places(name)) > 1 and place % 2 != (options.half == "odd"):
                continue
            scale = np.mean(np.abs(history[season:] - history[:-season]))
            for label in labels:
                mean, lo80, hi80, lo95, hi95 = forecasts[label][key]
                errors[label].append(np.mean(np.abs(actual - mean)) / scale)
                covers[label, name].append(
                    [np.mean((actual >= lo80) & (actual <= hi80)), np.mean((actual >= lo95) & (actual <= hi95))]
                )
        print(name.ljust(16), *(f"{np.mean(errors[label]):13.3f}" for label in labels), len(errors[labels[0]]))
        for label in labels:
            totals[label].append(np.mean(errors[label]))
    print("mean of sets".ljust(16), *(f"{np.mean(totals[label]):13.3f}" for label in labels))
    naive = np.array(totals["SeasonalNaive"])
    relative = {label: np.exp(np.mean(np.log(np.array(totals[label]) / naive))) for label in labels}
    print("to snaive, geo".ljust(16), *(f"{relative[label]:13.3f}" for label in labels))
    print("\ncoverage of 80 / 95 %")
    for name in names:
        cells = (np.mean(covers[label, name], axis=0) * 100 for label in labels)
        print(name.ljust(16), *(f"{low:6.1f}/{high:6.1f}" for low, high in cells))
    every = (np.mean([np.mean(covers[label, name], axis=0) for name in names], axis=0) * 100 for label in labels)
    print("mean of sets".ljust(16), *(f"{low:6.1f}/{high:6.1f}" for low, high in every))
    print("\nseconds of peers:", {label: round(sum(s for (l, _), s in seconds.items() if l == label), 1) for label in known})


_places = {}


def read_places(name):
    if name not in _places:
        _places[name] = list(read(name))
    return _places[name]


if __name__ == "__main__":
    main()
