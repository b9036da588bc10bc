// Preloaded into a measured Node process: writes how many octets V8's heap was asked for until it ended.
const {writeFileSync} = require('node:fs')
const {GCProfiler, getHeapStatistics} = require('node:v8')

const profiler = new GCProfiler()
let last = getHeapStatistics().used_heap_size
profiler.start()
process.on('exit', () => {
  const used = getHeapStatistics().used_heap_size
  let allocated = 0
  for (const {beforeGC, afterGC} of profiler.stop().statistics) {
    allocated += beforeGC.heapStatistics.usedHeapSize - last
    last = afterGC.heapStatistics.usedHeapSize
  }
  writeFileSync(process.env.BENCH_ALLOCATIONS, String(allocated + used - last))
})
