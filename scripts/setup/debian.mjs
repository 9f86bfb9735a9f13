// Installs Debian packages where it may (as root, on Debian or its children), or says the one command that does.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { run } from './run.mjs'
import { fail, say } from './say.mjs'

/** With `optional` a package that can't be installed is said and gone without. */
export async function installDebianPackages(names, { optional, why = '' }) {
  const missing = existsSync('/usr/bin/dpkg-query') ? names.filter((name) => !isInstalled(name)) : names
  if (missing.length === 0) return
  const command = `apt-get install -y ${missing.join(' ')}`
  if (!existsSync('/usr/bin/apt-get')) {
    if (!optional)
      fail(
        `This needs ${why || missing.join(' ')}.`,
        'Install Chromium or Chrome, or set CHROMIUM_PATH to its program.',
      )
    return
  }
  if (process.getuid?.() !== 0) {
    if (!optional) fail(`This needs ${why || missing.join(' ')}.`, `Run: sudo ${command}`)
    say(`without ${missing.join(', ')} some tests are skipped. To have them: sudo ${command}`)
    return
  }
  say(`installing ${missing.join(', ')} …`)
  const quiet = { stdio: ['ignore', 'ignore', 'inherit'], env: { DEBIAN_FRONTEND: 'noninteractive' } }
  const install = () => run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], quiet)
  if ((await install()) === 0) return
  await run('apt-get', ['update', '-qq'], quiet)
  if ((await install()) === 0) return
  if (optional) say(`${missing.join(', ')} could not be installed; some tests are skipped.`)
  else fail(`${missing.join(', ')} could not be installed.`, `Look at the lines above, then run: ${command}`)
}

function isInstalled(name) {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f=${Status}', name], { encoding: 'utf8' })
  return stdout.includes('install ok installed')
}
