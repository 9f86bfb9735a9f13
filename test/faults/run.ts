// `npm run faults`: the long form of the fault runs. `npm run faults -- loss 50 7`: one of them, how often, with which seed.
import { runChangeFaults } from './changes.ts'
import { runConvergence } from './convergence.ts'
import { runModes } from './modes.ts'
import { runLoss } from './no-loss.ts'
import { runPreviews } from './previews.ts'
import { runRefundFaults } from './refunds.ts'
import { runRunFaults } from './runs.ts'
import { runSubscriptionLife } from './subscription-life.ts'

interface Run {
  usual: number
  /** Runs it and gives what must never happen, in words; none when all is well. */
  run(count: number, seed: number): Promise<string[]>
}

const progress = (what: string) => (done: number) => void process.stderr.write(`\r${done} ${what} `)

const runs: Record<string, Run> = {
  refunds: {
    usual: 10_000,
    async run(count, seed) {
      const report = await runRefundFaults({ runs: count, seed, onLife: progress('orders') })
      console.log(`\n${report.runs} orders, ${report.kills} kills`)
      console.table(report.byFault)
      console.table(report.ended)
      return report.violations
    },
  },
  changes: {
    usual: 3000,
    async run(count, seed) {
      const report = await runChangeFaults({ runs: count, seed, onLife: progress('changes') })
      console.log(`\n${report.runs} changes, ${report.kills} kills`)
      console.table(report.byFault)
      console.table(report.ended)
      return report.violations
    },
  },
  runs: {
    usual: 10,
    async run(count, seed) {
      const violations: string[] = []
      for (let turn = 0; turn < count; turn += 1) {
        const each = { rows: 1000, kills: 20, seed: seed + turn }
        const report = await runRunFaults({ ...each, onLife: progress('rows') })
        console.log(`\nrun ${turn + 1}: ${report.kills} kills, ${report.orderedAgain} rows ordered again`)
        console.table(report.ended)
        violations.push(...report.violations)
      }
      return violations
    },
  },
  convergence: {
    usual: 10_000,
    async run(count, seed) {
      const report = await runConvergence({ runs: count, seed, onStory: progress('histories') })
      console.log(`\n${count} histories, ${report.events} events, ${report.rereads} objects read again`)
      return report.violation === null ? [] : [report.violation]
    },
  },
  previews: {
    usual: 10_000,
    async run(count, seed) {
      const report = await runPreviews({ runs: count, seed, onChange: progress('changes') })
      console.log(
        `\n${report.runs} changes, ${report.atOnce} invoiced at once, ${report.leapDays} from leap days`,
      )
      console.table(report.byCurrency)
      return report.violations
    },
  },
  lives: {
    usual: 5000,
    async run(count, seed) {
      const report = await runSubscriptionLife({ sequences: count, seed, onSequence: progress('lives') })
      console.log(`\n${report.sequences} lives, ${report.steps} steps, ${report.events} events`)
      console.table(report.done)
      console.table(report.states)
      return report.violation === null ? [] : [report.violation]
    },
  },
  modes: {
    usual: 20_000,
    async run(count, seed) {
      const report = await runModes({ runs: count, seed, onSequence: progress('sequences') })
      const { steps, refunds, eventsAccepted, keysReplaced } = report
      console.log(
        `\n${report.sequences} sequences, ${steps} steps, ${refunds.test} refunds in test and ${refunds.live} in live mode, ${eventsAccepted} events taken in, ${keysReplaced} keys replaced`,
      )
      console.table(report.refusals)
      return report.violation === null ? [] : [report.violation]
    },
  },
  loss: {
    usual: 600,
    async run(count, seed) {
      const report = await runLoss({ rounds: count, seed, onRound: progress('kills') })
      console.log(
        `\n${report.rounds} kills, ${report.promised} events promised, ${report.unanswered} without an answer`,
      )
      return report.violations
    },
  },
}

const [name, count, seed = String(Date.now() % 1_000_000)] = process.argv.slice(2)
const chosen = Object.entries(runs).filter(([each]) => name === undefined || each === name)
if (chosen.length === 0)
  console.error(`There is no run "${name}". Use one of: ${Object.keys(runs).join(', ')}.`)
let violations = chosen.length === 0 ? 1 : 0
for (const [each, { usual, run }] of chosen) {
  const began = performance.now()
  const found = await run(Number(count ?? usual), Number(seed))
  for (const violation of found) console.error(violation)
  const seconds = Math.round((performance.now() - began) / 1000)
  console.log(
    `${each}, seed ${seed}, ${seconds} s: ${found.length === 0 ? 'no violation' : `${found.length} violations`}.`,
  )
  violations += found.length
}
process.exitCode = violations === 0 ? 0 : 1
