"""Sorting that needs no user code agrees with sorting through a class with `__lt__`: texts, numbers, tuples of both."""
import random
random.seed(5)
def check(keys, **kw):
    a=sorted(keys, **kw)
    b=list(keys); 
    # insertion by comparison through a wrapper: the general way
    class K:
        __slots__=("v",)
        def __init__(self,v): self.v=v
        def __lt__(self,o): return self.v<o.v
    k=kw.get("key",lambda x:x)
    c=sorted(keys,key=lambda x:K(k(x)),reverse=kw.get("reverse",False))
    assert [repr(x) for x in a]==[repr(x) for x in c],(keys[:20],kw,a[:20],c[:20])
    b.sort(**kw)
    assert [repr(x) for x in b]==[repr(x) for x in c]
def text(): return "".join(random.choice("ab\0\x7fé\ud800中\U0001F600") for _ in range(random.randrange(0,11)))
def num(): return random.choice([0.0,-0.0,1,2**53,2**53+1,float(2**53),-2**53-1,-3,1.5,-1.5,2**62,2**63-1,-2**63,float("inf"),-float("inf"),5e-324,-5e-324, random.randrange(-5,5)])
gens=[text,num,lambda:random.randrange(-3,3),lambda:(random.randrange(3),text()),lambda:(num(),text()),lambda:(text(),num()),lambda:(text(),),lambda:tuple(random.randrange(2) for _ in range(random.randrange(4))),lambda:((random.randrange(2),),random.randrange(3)),lambda:(text(),(num(),text())), lambda:random.choice([True,False,0,1,2]), lambda: (random.choice([2**70,1,-2**70]),text())]
for g in gens:
    for n in (0,1,2,3,5,20,50,200):
        for _ in range(6):
            keys=[g() for _ in range(n)]
            for rev in (False,True):
                check(keys,reverse=rev)
                check(list(enumerate(keys)),key=lambda p:p[1],reverse=rev)
print("ok")
