//! How late timers of 2 ms are next to two threads that compute, of a thread that sleeps and of an event loop's calls: `cargo bench --bench
//! timers`.

use pyc::Interp;

const SCRIPT: &str = "
import asyncio, threading, time
over = []

def compute():
    turns = 0
    while not over:
        turns += 1

def sleeping(count):
    late = []
    for _ in range(count):
        start = time.monotonic()
        time.sleep(0.002)
        late.append(time.monotonic() - start - 0.002)
    return late

async def calls(count):
    loop = asyncio.get_running_loop()
    late = []
    for _ in range(count):
        done = loop.create_future()
        start = loop.time()
        loop.call_later(0.002, done.set_result, None)
        await done
        late.append(loop.time() - start - 0.002)
    return late

def measure(count):
    threads = [threading.Thread(target=compute) for _ in range(2)]
    for thread in threads: thread.start()
    try:
        return [sorted(sleeping(count)), sorted(asyncio.run(calls(count)))]
    finally:
        over.append(1)
        for thread in threads: thread.join()

COUNT = 1000
results = measure(COUNT)
def late(which, share):
    return results[which][int(COUNT * share)] * 1e3
";

fn main() {
    let interp = Interp::new();
    interp.run(SCRIPT).expect("the script raises nothing");
    for (which, name) in ["sleep", "call_later"].into_iter().enumerate() {
        let late = |share: f64| interp.eval::<f64>(&format!("late({which}, {share})")).expect("a number");
        println!("lateness of {name:<12} p50 {:>7.3} ms   p99 {:>7.3} ms   worst {:>7.3} ms", late(0.5), late(0.99), late(0.999));
    }
}
