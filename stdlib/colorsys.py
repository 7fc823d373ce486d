"""Colours in other systems than red, green and blue. All numbers go from 0 to 1, but for those of YIQ that say the hue."""

__all__ = ['rgb_to_yiq', 'yiq_to_rgb', 'rgb_to_hls', 'hls_to_rgb', 'rgb_to_hsv', 'hsv_to_rgb']

ONE_THIRD, ONE_SIXTH, TWO_THIRD = 1.0 / 3.0, 1.0 / 6.0, 2.0 / 3.0


def rgb_to_yiq(r, g, b):
    """Luminance and two chrominances, as in NTSC television."""
    y = 0.30 * r + 0.59 * g + 0.11 * b
    return y, 0.74 * (r - y) - 0.27 * (b - y), 0.48 * (r - y) + 0.41 * (b - y)


def yiq_to_rgb(y, i, q):
    """The other way round; what no screen can show is cut off."""
    colours = (
        y + 0.9468822170900693 * i + 0.6235565819861433 * q,
        y - 0.27478764629897834 * i - 0.6356910791873801 * q,
        y - 1.1085450346420322 * i + 1.7090069284064666 * q,
    )
    return tuple([min(max(colour, 0.0), 1.0) for colour in colours])


def _hue(r, g, b, most, spread):
    """Where on the circle a colour is that is not grey: red is 0, green a third, blue two thirds."""
    red, green, blue = [(most - colour) / spread for colour in (r, g, b)]
    if r == most:
        place = blue - green
    elif g == most:
        place = 2.0 + red - blue
    else:
        place = 4.0 + green - red
    return place / 6.0 % 1.0


def rgb_to_hls(r, g, b):
    """Hue, lightness, saturation."""
    most, least = max(r, g, b), min(r, g, b)
    total, spread = most + least, most - least
    lightness = total / 2.0
    if not spread:
        return 0.0, lightness, 0.0
    saturation = spread / total if lightness <= 0.5 else spread / (2.0 - most - least)
    return _hue(r, g, b, most, spread), lightness, saturation


def hls_to_rgb(h, l, s):
    if s == 0.0:
        return l, l, l
    most = l * (1.0 + s) if l <= 0.5 else l + s - l * s
    least = 2.0 * l - most

    def colour(hue):
        hue %= 1.0
        if hue < ONE_SIXTH:
            return least + (most - least) * hue * 6.0
        if hue < 0.5:
            return most
        return least + (most - least) * (TWO_THIRD - hue) * 6.0 if hue < TWO_THIRD else least

    return colour(h + ONE_THIRD), colour(h), colour(h - ONE_THIRD)


def rgb_to_hsv(r, g, b):
    """Hue, saturation, value."""
    most, least = max(r, g, b), min(r, g, b)
    if least == most:
        return 0.0, 0.0, most
    spread = most - least
    return _hue(r, g, b, most, spread), spread / most, most


def hsv_to_rgb(h, s, v):
    if s == 0.0:
        return v, v, v
    sector = int(h * 6.0)
    part = h * 6.0 - sector
    low, falling, rising = v * (1.0 - s), v * (1.0 - s * part), v * (1.0 - s * (1.0 - part))
    return ((v, rising, low), (falling, v, low), (low, v, rising), (low, falling, v), (rising, low, v), (v, low, falling))[sector % 6]
