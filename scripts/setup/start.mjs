// Opens the app: in Electron where its binary is to be had and runs, else in the system's Chromium, else, where there is no
// display, plays the demo as a tour without a window.
import { electronBinary, electronHere, fetchElectron, hasDisplay } from './electron-binary.mjs'
import { prepareChromium } from './prepare.mjs'
import { run, runWithNode24 } from './run.mjs'
import { say } from './say.mjs'

/** Milliseconds. An Electron that can't run here (as root, without its sandbox or a library) says why and has ended by then. */
const atOnce = 10_000

/** @returns {Promise<number>} the exit code of what was run */
export async function start(args) {
  const wanted = args.includes('--tour')
  if (wanted || !hasDisplay()) {
    say(`${wanted ? '' : 'there is no display here: '}playing the demo as a tour without a window.`)
    if (electronHere() === null) await prepareChromium()
    return runWithNode24(
      'scripts/tour.ts',
      args.filter((arg) => arg !== '--tour'),
    )
  }
  const binary = electronBinary() ?? (await fetchElectron())
  const code = binary === null ? null : await runElectron(binary, args)
  if (code !== null) return code
  say(
    `${binary === null ? "Electron's binary could not be had" : 'Electron ended at once, for the reason above'}, so the same app opens in the system's Chromium: for evaluation, without live keys.`,
  )
  await prepareChromium()
  return runWithNode24('test/doubles/electron/run.ts', ['--', 'out/main/index.js', ...args])
}

/** Its exit code; null where it can't run here. */
async function runElectron(binary, args) {
  const began = performance.now()
  let interrupted = false
  const interrupt = () => (interrupted = true)
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  const code = await run(binary, ['.', ...args]).catch((error) => {
    say(error.message)
    return 1
  })
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  return code !== 0 && !interrupted && performance.now() - began < atOnce ? null : code
}
