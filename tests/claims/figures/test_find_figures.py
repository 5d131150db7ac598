"""Text on the left, what a careful reader would list on the right.

A figure is written as its span, then its bound with its value, then unit or counted noun.
"""

import pytest

from claims import MAX_CHARS, Figure, TextTooLongError
from claims.figures import find_figures


def written(text: str, figure: Figure) -> str:
    ends = figure.as_json()
    low, high = ends["low"], ends["high"]
    value = low or high if low is None or high is None or low == high else f"{low}..{high}"
    bound = "" if figure.comparator == "=" else f"{figure.comparator} "
    return f"{text[slice(*figure.span)]}: {bound}{value} {figure.unit or figure.counted or '-'}"


def found(text: str) -> list[str]:
    return [written(text, figure) for figure in find_figures(text)]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("1,204 cases", ["1,204: 1204 case"]),
        ("1,25,000 farmers", ["1,25,000: 125000 farmer"]),
        ("10\u00a0000 people", ["10\u00a0000: 10000 people"]),
        ("3.5 million children", ["3.5 million: 3500000 child"]),
        ("4.3M sales", ["4.3M: 4300000 sale"]),
        ("3m homes", ["3m: 3000000 home"]),
        ("a 50m pool", ["50m: 50 meter"]),
        ("2 lakh crore rupees", ["2 lakh crore rupees: 2000000000000 INR"]),
        ("twenty-five ships", ["twenty-five: 25 ship"]),
        ("two hundred and five thousand votes", ["two hundred and five thousand: 205000 vote"]),
        ("two and a half million trees", ["two and a half million: 2500000 tree"]),
        ("two point five percent", ["two point five percent: 2.5 percent"]),
        ("half a million fans", ["half a million: 500000 fan"]),
        ("a quarter of a million people", ["a quarter of a million: 250000 people"]),
        ("a dozen attacks", ["a dozen: 12 attack"]),
        ("three dozen homes", ["three dozen: 36 home"]),
        ("5½ years", ["5½ years: 5.5 year"]),
        ("3 1/2 cups", ["3 1/2: 3.5 cup"]),
        ("1.5×10^6 cells", ["1.5×10^6: 1500000 cell"]),
        ("minus 12 degrees Celsius", ["minus 12 degrees Celsius: -12 degree celsius"]),
        ("a loss of $-3.2 million", ["$-3.2 million: -3200000 USD"]),
        ("dozens of homes", ["dozens: 12..120 home"]),
        ("hundreds of thousands of voters", ["hundreds of thousands: 100000..1000000 voter"]),
        ("several hundred jobs", ["several hundred: 200..900 job"]),
    ],
)
def test_numbers(text: str, figures: list[str]) -> None:
    assert found(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("more than 140 people", ["140: > 140 people"]),
        ("over 400,000 people", ["400,000: > 400000 people"]),
        ("at least eight of them", ["eight: >= 8 -"]),
        ("no fewer than 12 towns", ["12: >= 12 town"]),
        ("65 or older", ["65: >= 65 -"]),
        ("40-plus countries", ["40: >= 40 country"]),
        ("300 deaths and counting", ["300: >= 300 death"]),
        ("fewer than 50 beds", ["50: < 50 bed"]),
        ("up to 400 jobs", ["400: <= 400 job"]),
        ("not more than six guests", ["six: <= 6 guest"]),
        ("5 percent or less", ["5 percent: <= 5 percent"]),
        ("about a dozen attacks", ["a dozen: ~ 12 attack"]),
        ("there for 40-odd years", ["40: ~ 40 year"]),
        ("power of attorney over 11 residents", ["11: 11 resident"]),
        ("a row over £5m in unpaid tax", ["£5m: 5000000 GBP"]),
        ("20 or so houses", ["20: ~ 20 house"]),
        ("almost 60 percent", ["60 percent: ~ 60 percent"]),
        ("plus or minus three points", ["three points: ~ 3 point"]),
        ("spent $4bn over five years", ["$4bn: 4000000000 USD", "five years: 5 year"]),
        ("it took over five years", ["five years: > 5 year"]),
        ("six pistols and over 2,000 rounds", ["six: 6 pistol", "2,000: > 2000 round"]),
        ("dues have gone up to $400", ["$400: 400 USD"]),
        (
            "more than 7 million crowns ($1.1 million)",
            ["7 million crowns: > 7000000 crown", "$1.1 million: > 1100000 USD"],
        ),
    ],
)
def test_bounds(text: str, figures: list[str]) -> None:
    assert found(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("£2.7m", ["£2.7m: 2700000 GBP"]),
        ("N144.8bn, of which N500,000 was paid", ["N144.8bn: 144800000000 NGN", "N500,000: 500000 NGN"]),
        (
            "to 1.12 billion crowns from 1.64 billion",
            ["1.12 billion crowns: 1120000000 crown", "1.64 billion: 1640000000 crown"],
        ),
        # Czech, Swedish, Norwegian, Danish or Icelandic: only a text that names one of them says which.
        ("Prague paid 24,000 crowns a month", ["24,000 crowns: 24000 CZK"]),
        ("Oslo and Copenhagen paid 24,000 crowns", ["24,000 crowns: 24000 crown"]),
        (
            "3 million Swedish crowns, then 4 million crowns",
            ["3 million Swedish crowns: 3000000 SEK", "4 million crowns: 4000000 SEK"],
        ),
        ("US $84 billion", ["US $84 billion: 84000000000 USD"]),
        ("$US55,931,000 ($A82,615,680)", ["$US55,931,000: 55931000 USD", "$A82,615,680: 82615680 AUD"]),
        ("RM23.50", ["RM23.50: 23.5 MYR"]),
        ("Rs. 500 a day", ["Rs. 500: 500 INR"]),
        ("1,200€ a month", ["1,200€: 1200 EUR"]),
        ("12 million pounds", ["12 million pounds: 12000000 GBP"]),
        ("a 60-watt bulb", ["60-watt: 60 watt"]),
        ("300 kWh of power", ["300 kWh: 300 kilowatt hour"]),
        ("32m2 of floor", ["32m2: 32 square meter"]),
        ("0.6 percentage points", ["0.6 percentage points: 0.6 percentage-point"]),
        ("25 basis points", ["25 basis points: 25 basis point"]),
        ("one US fluid ounce", ["one US fluid ounce: 1 fluid ounce"]),
        ("a 17-year-old boy", ["17-year: 17 year"]),
        ("aged 12 to 15", ["12 to 15: 12..15 year"]),
        ("he will be 35 in May", ["35: 35 year"]),
        ("a two-year ban", ["two-year: 2 year"]),
        ("he ran it in 9.58s", ["9.58s: 9.58 second"]),
    ],
)
def test_units(text: str, figures: list[str]) -> None:
    assert found(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Seven bomb explosions rocked the city", ["Seven: 7 bomb explosion"]),
        ("more than a dozen medical staff", ["a dozen: > 12 medical staff"]),
        ("two normally quiet coastal cities", ["two: 2 quiet coastal city"]),
        ("14 first-team players left", ["14: 14 first-team player"]),
        ("nine injured passengers", ["nine: 9 injured passenger"]),
        ("Nine injured in crash", ["Nine: 9 -"]),
        ("two new 737 Max jets", ["two: 2 new 737 max jet"]),
        ("50 Airbus A320 jets", ["50: 50 airbus a320 jet"]),
        ("4.3M digital and physical sales", ["4.3M: 4300000 digital physical sale"]),
        ("an 11-member panel", ["11: 11 member"]),
        ("three of the seven defendants", ["three: 3 defendant", "seven: 7 defendant"]),
        ("all 66 of the state's delegates", ["66: 66 delegate"]),
        (
            "four-, five- and six-cylinder engines",
            ["four: 4 cylinder", "five: 5 cylinder", "six: 6 cylinder"],
        ),
        ("one proposal asks for more", ["one: 1 proposal"]),
    ],
)
def test_counted_nouns(text: str, figures: list[str]) -> None:
    assert found(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("between 15 and 20 shoppers", ["15 and 20: 15..20 shopper"]),
        ("5 to 10 people", ["5 to 10: 5..10 people"]),
        ("$3 to $5 billion", ["$3 to $5 billion: 3000000000..5000000000 USD"]),
        ("$370,000 to $5.5 million", ["$370,000 to $5.5 million: 370000..5500000 USD"]),
        ("18-24 inches", ["18-24 inches: 18..24 inch"]),
        ("a 0-to-60-mph time", ["0-to-60-mph: 0..60 mile per hour"]),
        ("three or four weeks", ["three or four weeks: 3..4 week"]),
        ("lows of -5C to -8C", ["-5C to -8C: -8..-5 degree celsius"]),
        ("about 5 to 10 percent", ["5 to 10 percent: ~ 5..10 percent"]),
        ("rose 5 percent to 12 percent", ["5 percent: 5 percent", "12 percent: 12 percent"]),
        ("rose 18 sen to RM23.50", ["18 sen: 18 sen", "RM23.50: 23.5 MYR"]),
        ("leads by 50% to 40%", ["50%: 50 percent", "40%: 40 percent"]),
        ("won 3-1 at home", ["3-1: 1..3 -"]),
        ("Rovers 2-3 United", []),
        ("the judges ruled 7-2", ["7-2: 2..7 -"]),
    ],
)
def test_ranges_and_scores(text: str, figures: list[str]) -> None:
    assert found(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("two-thirds of voters", ["two-thirds: 0.6666666667 voter"]),
        ("cut by a third", ["a third: 0.3333333333 -"]),
        ("half of the seats", ["half: 0.5 seat"]),
        ("one in five children", ["one in five: 0.2 child"]),
        ("1-in-3 adults", ["1-in-3: 0.3333333333 adult"]),
        ("nine out of ten pupils", ["nine out of ten: 0.9 pupil"]),
        ("half an hour", ["half an hour: 0.5 hour"]),
        ("won two in ten minutes", ["two: 2 -", "ten minutes: 10 minute"]),
        ("cases tripled", ["tripled: 3 -"]),
        ("a sixfold rise", ["sixfold: 6 -"]),
        ("a 5-fold rise", ["5: 5 -"]),
        ("twice as many deaths", ["twice: 2 -"]),
        ("three times as many", ["three: 3 -"]),
    ],
)
def test_shares_and_multiples(text: str, figures: list[str]) -> None:
    assert found(text) == figures


@pytest.mark.parametrize(
    "text",
    [
        "One of the explosions occurred near a hospital.",
        "219",
        "Bus crash kills\n12\nPolice are investigating",
        "The attack\n\n219\n\nwas claimed by nobody.",
        "Page 3 of 12",
        "1. The committee met.\n2) Members left.",
        "Flight 370, Room 101, Section 12 and No. 3",
        "the Group of 20, the Gang of Eight and the Big Ten",
        "a Boeing 737-800 and its 737 Max fleet",
        "an iPhone 12, a Galaxy S21 and 5G",
        "the 22nd amendment and the 101st Airborne",
        "9/11 and 24/7",
        "Version 10.4.2 at 192.168.0.1",
        "Call +44 20 7946 0958 or (212) 555-0134.",
        "Call 101, dial 999 or phone 1800 372 999 to report it.",
        "https://example.org/2018/44 and news@example24.org",
        "#June4th and @desk24",
        "at 45 Mill Road and 16-18 Industrial Avenue",
        "in 2014, since March 2011 and on 5 May 1821",
        "at 10.45pm, 5am and 14:30",
        "Since September 20014, the allies",
        "Jones, 31, missed the match.",
        "No one came, and that one left.",
        "Zero tolerance",
        "a five-year plan",
        "an all-in-one printer",
        "the 742240914727407616 post",
        "x³ and m²",
        "the two met",
        "4x4 vehicles",
        "1) he came, 2) he saw",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert found(text) == []


def test_a_change_keeps_where_it_came_from() -> None:
    (figure,) = find_figures("The price fell from $208 to $193")
    assert (figure.low, figure.high, figure.change_from, figure.trend) == (193, 208, 208, "down")
    assert (figure.as_json()["low"], figure.as_json()["high"]) == ("208", "193")


def test_a_trend_is_no_bound() -> None:
    (figure,) = find_figures("Sales rose by more than 5 percent")
    assert (figure.comparator, figure.trend) == (">", "up")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("140 people", "count"),
        ("5 percent", "share"),
        ("a third of voters", "share"),
        ("$3", "money"),
        ("40 km", "measure"),
        ("three years", "duration"),
        ("$15 an hour", "rate"),
        ("50 mph", "rate"),
        ("300 cases a day", "rate"),
        ("won 3-1", "score"),
        ("ranked 12th in the world", "rank"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    (figure,) = find_figures(text)
    assert figure.kind == kind


def test_what_is_counted_is_shown_as_written() -> None:
    text = "Seven bomb explosions rocked the city"
    (figure,) = find_figures(text)
    assert figure.phrase is not None
    assert text[slice(*figure.phrase)] == "bomb explosions"


def test_a_text_over_the_limit_is_refused() -> None:
    find_figures("1 " * (MAX_CHARS // 2))
    with pytest.raises(TextTooLongError):
        find_figures("1" * (MAX_CHARS + 1))
