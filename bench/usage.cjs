// Preloaded into each measured Node process: writes what it used, in microseconds and kilobytes, when it ends.
const {writeFileSync} = require('node:fs')

process.on('exit', () => {
  const {userCPUTime, systemCPUTime, maxRSS} = process.resourceUsage()
  writeFileSync(process.env.BENCH_USAGE_FILE, JSON.stringify({cpuUs: userCPUTime + systemCPUTime, maxRssKb: maxRSS}))
})
