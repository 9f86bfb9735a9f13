// The front door: `npm start`, `npm test` and the other commands come through here, on a machine that may have nothing but
// Node 20, npm and git. Plain JavaScript without a dependency; it says what it does, and fails with one line and the mend.
import { electronBinary, fetchElectron } from './setup/electron-binary.mjs'
import { prepare, prepareChromium, prepareDriven, preparePackages, prepareTests } from './setup/prepare.mjs'
import { fail, Stop } from './setup/say.mjs'
import { run, runWithNode24 } from './setup/run.mjs'
import { start } from './setup/start.mjs'

/** For what takes the path of a file: npm runs everything in the project's folder. */
const calledFrom = { BURSAR_CALLED_FROM: process.env['INIT_CWD'] ?? process.cwd() }

const commands = {
  async start(args) {
    await prepare()
    process.exitCode = await start(args)
  },
  async test(args) {
    await prepareTests()
    process.exitCode = await runWithNode24('scripts/test.ts', args)
  },
  async dev(args) {
    await preparePackages()
    if ((electronBinary() ?? (await fetchElectron())) === null)
      fail(
        "Electron's binary could not be had, without which there is no hot reload.",
        'Check the network, or use: npm start',
      )
    process.exitCode = await run('npx', ['electron-vite', 'dev', ...args])
  },
  async bench(args) {
    await prepareDriven()
    process.exitCode = await runWithNode24('test/bench/run.ts', args)
  },
  async screenshots(args) {
    await prepareDriven()
    process.exitCode = await runWithNode24('scripts/screenshots.ts', args)
  },
  async looks(args) {
    await preparePackages()
    await prepareChromium()
    process.exitCode = await runWithNode24('test/doubles/bridge/look.ts', args)
  },
  async faults(args) {
    await preparePackages()
    process.exitCode = await runWithNode24('test/faults/run.ts', args)
  },
  async headless(args) {
    await preparePackages({ quiet: true })
    process.exitCode = await runWithNode24('electron/headless.ts', args, { env: calledFrom })
  },
  async 'audit:verify'(args) {
    await preparePackages({ quiet: true })
    process.exitCode = await runWithNode24('scripts/audit-verify.ts', args, { env: calledFrom })
  },
}

const [name = '', ...args] = process.argv.slice(2)
try {
  if (!Object.keys(commands).includes(name))
    fail(`There is no command "${name}".`, `Use one of: ${Object.keys(commands).join(', ')}.`)
  await commands[name](args)
} catch (error) {
  if (!(error instanceof Stop)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
