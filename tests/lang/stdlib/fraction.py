from fractions import Fraction as F
import math
print(F(3,6), F('3/4')+F(1,4), F('1.5e2'), F(0.5), F(1,3)*3, F(1,2)**-2, 2**F(2), F(7,2)//1, F(7,2)%2, round(F(5,2)), round(F(22,7),2), int(F(-7,2)), math.floor(F(-7,2)), math.ceil(F(7,2)), hash(F(1,2))==hash(0.5), F(1,3)<0.34, F(1,2)==0.5, F(math.pi).limit_denominator(100), repr(F(2)), abs(F(-1,2)), -F(1,2), F(1,2)+0.5, 1-F(1,4), divmod(F(7,2),F(1,2)), sum([F(1,3)]*3))
for a in [(1,0),('x',)]:
    try: F(*a)
    except Exception as e: print(type(e).__name__, e)
