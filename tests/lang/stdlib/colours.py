"""colorsys: colours in other systems and back."""
import colorsys
import random

source = random.Random(1)
for turn in range(40):
    colour = [source.choice([0, 0.5, 1, source.random(), 0.25]) for _ in range(3)]
    print(colour)
    for function in (colorsys.rgb_to_hls, colorsys.rgb_to_hsv, colorsys.rgb_to_yiq, colorsys.yiq_to_rgb, colorsys.hls_to_rgb,
                     colorsys.hsv_to_rgb):
        print("  ", function.__name__, function(*colour))
