// `npm run faults`: the long form of the fault runs. `npm run faults -- 500` runs fewer, `-- 500 7` with another seed.
import { runRefundFaults } from './refunds.ts'

const [runs = '10000', seed = String(Date.now() % 1_000_000)] = process.argv.slice(2)
const began = performance.now()
const report = await runRefundFaults({
  runs: Number(runs),
  seed: Number(seed),
  onLife: (done) => process.stderr.write(`\r${done} of ${runs} orders `),
})
console.log(
  `\n${report.runs} orders, ${report.kills} kills, seed ${seed}, ${Math.round((performance.now() - began) / 1000)} s`,
)
console.table(report.byFault)
console.table(report.ended)
for (const violation of report.violations) console.error(violation)
console.log(report.violations.length === 0 ? 'No violation.' : `${report.violations.length} violations.`)
process.exitCode = report.violations.length === 0 ? 0 : 1
