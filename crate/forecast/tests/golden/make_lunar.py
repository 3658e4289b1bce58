"""Prints the table of src/lunar.rs: days of the year of lunar festivals, 2000 to 2050. Needs lunardate."""

from datetime import date

from lunardate import LunarDate

FESTIVALS = [(1, 1), (1, 15), (5, 5), (7, 7), (8, 15), (9, 9)]

for year in range(2000, 2051):
    days = [LunarDate(year, month, day).to_solar_date() if hasattr(LunarDate, "to_solar_date")
            else LunarDate(year, month, day).toSolarDate() for month, day in FESTIVALS]
    assert all(day.year == year for day in days)
    print(f"    {[(day - date(year, 1, 1)).days + 1 for day in days]}, // {year}")
