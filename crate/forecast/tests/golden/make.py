"""Writes statsforecast.json: what statsforecast 2.1.1 forecasts for a few series. Needs statsforecast."""

import json
from pathlib import Path

import numpy as np
from statsforecast.models import (
    MSTL, TSB, AutoETS, CrostonClassic, CrostonSBA, DynamicTheta, OptimizedTheta, DynamicOptimizedTheta, SeasonalNaive, Theta,
)
from statsforecast.mstl import mstl
from statsforecast.utils import AirPassengers


def noise(count, seed):
    """The numbers of a congruential generator, -0.5 to 0.5."""
    state, out = seed, []
    for _ in range(count):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        out.append((state >> 33) / 2**31 - 0.5)
    return np.array(out)


at = np.arange(210)
week = np.array([0, 4, 9, 3, 12, 25, 18])
daily = np.round(100 + 0.1 * at + week[at % 7] + 6 * noise(210, 7), 3)
rare = np.round(np.where(noise(80, 3) > 0.25, 10 * (noise(80, 5) + 1), 0), 3)
hours = np.arange(24 * 7 * 5)
hourly = np.round(50 + 20 * np.sin(2 * np.pi * hours / 24) + 10 * (hours // 24 % 7 > 4) + 4 * noise(len(hours), 9), 3)

SERIES = {
    "air": (AirPassengers.astype(float), 12, [12]),
    "daily": (daily, 7, [7]),
    "rare": (rare, 1, [1]),
    "hourly": (hourly, 24, [24, 168]),
}

out = {}
for name, (y, season, seasons) in SERIES.items():
    models = {"snaive": SeasonalNaive(season)}
    if name == "rare":
        models |= {"croston": CrostonClassic(), "sba": CrostonSBA(), "tsb": TSB(0.1, 0.1)}
    elif name == "hourly":
        models |= {"mstl": MSTL(seasons)}
    else:
        models |= {
            "theta": Theta(season), "dotheta": DynamicOptimizedTheta(season), "otheta": OptimizedTheta(season),
            "dtheta": DynamicTheta(season), "mstl": MSTL(seasons),
            "ets": AutoETS(season), "ann": AutoETS(season, model="ANN"), "aan": AutoETS(season, model="AAN", damped=False),
            "aadn": AutoETS(season, model="AAN", damped=True), "ana": AutoETS(season, model="ANA"),
            "aaa": AutoETS(season, model="AAA", damped=False), "mam": AutoETS(season, model="MAM", damped=False),
        }
    fitted = {label: model for label, model in models.items() if isinstance(model, AutoETS)}
    parts = mstl(y, seasons if len(seasons) > 1 else seasons[0]) if season > 1 else None
    seasonal = [column for column in parts.columns if column.startswith("seasonal")] if season > 1 else []
    out[name] = {
        "aicc": {label: round(float(model.fit(y).model_["aicc"]), 3) for label, model in fitted.items()},
        "seasonal": [[round(float(v), 4) for v in parts[column][-24:]] for column in seasonal],
        "season": season,
        "seasons": seasons,
        "y": y.tolist(),
        "forecasts": {label: [round(float(v), 4) for v in model.forecast(y, 24)["mean"]] for label, model in models.items()},
    }
Path(__file__).with_name("statsforecast.json").write_text(json.dumps(out, indent=0).replace("\n", "") + "\n")
