"""Readers look into shared containers through names that another thread binds anew all the time: nothing torn, nothing dead is seen."""
import threading, time
class P:
    def __init__(s,x): s.x=x; s.y=[x]
TABLE={1:"a",2:[1],3:4.5}
ITEMS=[1,"b",[2]]
PAIR=(1,[2],"c")
OBJ=P(1)
stop=False
errors=[]
def reader():
    n=0
    try:
        while not stop:
            a=TABLE[1]; b=TABLE[2]; c=TABLE[3]
            assert a[0]=="a" and len(b)==1 and c==4.5,(a,b,c)
            d=ITEMS[0]; e=ITEMS[1]; f=ITEMS[2]; g=ITEMS[-1]
            assert d==1 and e[0]=="b" and f==g==[2],(d,e,f)
            h=PAIR[0]; i=PAIR[1]; j=PAIR[2]
            assert h==1 and i==[2] and j[0]=="c"
            x=OBJ.x; y=OBJ.y
            assert type(x) is int and type(y) is list
            n+=1
    except BaseException as ex:
        import traceback; traceback.print_exc()
        errors.append(ex)
    counts.append(n)
counts=[]
ts=[threading.Thread(target=reader) for _ in range(3)]
for t in ts: t.start()
end=time.time()+0.8
k=0
while time.time()<end and not errors:
    for _ in range(200):
        k+=1
        TABLE={1:"a"+str(k),2:[k],3:4.5}
        ITEMS=[1,"b"+str(k),[2]]
        PAIR=(1,[2],"c"+str(k))
        OBJ=P(k)
stop=True
for t in ts: t.join()
print(len(errors), min(counts)>0, k>0)
def closure():
    table = {1: [1]}
    items = [[1]]
    halt = False
    seen = []

    def read():
        n = 0
        while not halt:
            assert len(table[1]) == 1 and len(items[0]) == 1
            n += 1
        seen.append(n)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    end = time.time() + 0.5
    k = 0
    while time.time() < end:
        k += 1
        table = {1: [k]}
        items = [[k]]
    halt = True
    for reader in readers:
        reader.join()
    print(len(seen), k > 0)


closure()
