// The shell may only use what the double has: `npm run check` accepts the shell so, and this sees that it would refuse what is lacking.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..', '..')
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')

/** What the compiler says about a project: nothing when it is content. */
const complaints = (project: string): Promise<string> =>
  new Promise((resolve) => {
    execFile(process.execPath, [tsc, '-p', join(root, project)], { cwd: root }, (_error, output) =>
      resolve(output),
    )
  })

it(
  'the types of the Electron double refuse a function, an option, an event and an export that it lacks',
  { timeout: 60_000 },
  async () => {
    const said = await complaints('test/unit/doubles/lacking/tsconfig.json')
    for (const name of ['getGPUFeatureStatus', 'vibrancy', 'cursor-changed', 'desktopCapturer'])
      expect(said).toContain(name)
    expect(said.match(/error TS/g)).toHaveLength(4)
  },
)
