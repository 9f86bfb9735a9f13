// Opens a built app in the system's Chromium: `npx node test/doubles/electron/run.ts [--headless] -- out/main/index.js [arguments]`.
// For evaluation only: it says so, and ends with the app's own exit code.
import { parseArgs } from 'node:util'
import { launchApp, type Exit } from './host.ts'

const own = process.argv.slice(2)
const divider = own.indexOf('--')
const { values } = parseArgs({
  args: divider < 0 ? [] : own.slice(0, divider),
  options: { headless: { type: 'boolean', default: false } },
})
const [main, ...appArguments] = divider < 0 ? own : own.slice(divider + 1)

async function run(mainBundle: string, args: string[]): Promise<Exit> {
  const app = await launchApp({ main: mainBundle, args, headless: values.headless, inheritOutput: true })
  const quit = (): void => void app.close()
  process.once('SIGINT', quit)
  process.once('SIGTERM', quit)
  const exit = await app.exited
  process.off('SIGINT', quit)
  process.off('SIGTERM', quit)
  const again = app.notices.findLast((notice) => notice.kind === 'relaunch')
  return again ? run(mainBundle, again.args) : exit
}

if (main === undefined) {
  process.stderr.write('Usage: run.ts [--headless] -- <main bundle> [arguments of the app]\n')
  process.exitCode = 2
} else {
  process.stderr.write(
    'Electron is not installed here: this is the same app in the system’s Chromium, for evaluation. Live keys are refused.\n',
  )
  try {
    const { code, signal } = await run(main, appArguments)
    process.exitCode = code ?? (signal === null ? 1 : 128)
  } catch (thrown) {
    process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`)
    process.exitCode = 1
  }
}
