// The walls between rooms are lint rules: each is shown to stand by building something against it in a made-up tree.
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..', '..')
const tree = mkdtempSync(join(tmpdir(), 'bursar-walls-'))
afterAll(() => rmSync(tree, { recursive: true, force: true }))

/** Where the import stands, and what it reaches for. */
const against: [from: string, specifier: string][] = [
  ['src/contract/a.ts', '../domain/money.ts'],
  ['src/contract/b.ts', 'node:fs'],
  ['src/contract/c.ts', '../../electron/operator.ts'],
  ['src/contract/d.ts', 'stripe'],
  ['src/domain/a.ts', '../contract/index.ts'],
  ['src/domain/b.ts', 'node:crypto'],
  ['src/domain/c.ts', '../../electron/threads.ts'],
  ['src/domain/d.ts', 'zod'],
  ['src/renderer/app/a.ts', '../../../electron/store/open.ts'],
  ['src/renderer/app/b.ts', 'electron'],
  ['src/renderer/app/d.ts', 'electron/renderer'],
  ['src/renderer/app/e.ts', '../../../electron/operator.ts'],
  ['src/renderer/features/payments/a.ts', '../refunds/order-list.tsx'],
  ['src/renderer/features/payments/d.ts', '../../features/refunds/order-list.tsx'],
  ['src/renderer/features/payments/b.ts', '../../app/frame.tsx'],
  ['src/renderer/features/payments/parts/a.ts', '../../refunds/order-list.tsx'],
  ['src/renderer/features/payments/parts/b.ts', '../../../app/frame.tsx'],
  ['src/renderer/features/payments/c.ts', '../../../contract/runs.ts'],
  ['src/renderer/app/c.ts', '../../contract/index.ts'],
  ['src/renderer/ui/b.ts', '../../contract/refunds.ts'],
  ['src/renderer/ui/a.ts', '../features/payments/x.tsx'],
  ['src/renderer/bridge/a.ts', '../app/frame.tsx'],
  ['src/renderer/state/a.ts', '../features/payments/x.tsx'],
  ['src/renderer/state/b.ts', '../app/frame.tsx'],
  ['electron/preload.ts', '../src/domain/money.ts'],
  ['electron/shell/c.ts', '../threads.ts'],
  ['electron/shell/d.ts', 'stripe'],
  ['electron/ipc/b.ts', 'better-sqlite3'],
  ['electron/shell/a.ts', '../engine/index.ts'],
  ['electron/shell/b.ts', '../../src/domain/redaction.ts'],
  ['electron/ipc/a.ts', '../shell/windows.ts'],
  ['electron/engine/refunds/a.ts', '../../simulator/server.ts'],
  ['electron/engine/refunds/b.ts', '../../reader/index.ts'],
  ['electron/engine/refunds/c.ts', 'electron'],
  ['electron/engine/refunds/d.ts', 'electron/main'],
  ['electron/engine/refunds/e.ts', '../../threads.ts'],
  ['electron/reader/a.ts', '../engine/index.ts'],
  ['electron/reader/b.ts', 'stripe'],
  ['electron/reader/c.ts', '../keychain/choose.ts'],
  ['electron/store/a.ts', '../engine/journal/orders.ts'],
  ['electron/store/b.ts', '../keychain/choose.ts'],
  ['electron/store/c.ts', '../operator.ts'],
  ['electron/store/queries/a.ts', '../migrations/cache/0001-payments.ts'],
  ['electron/store/migrations/cache/a.ts', '../../body.ts'],
  ['electron/store/migrations/journal/a.ts', '../../../../src/domain/money.ts'],
  ['electron/keychain/a.ts', '../store/open.ts'],
  ['electron/keychain/b.ts', '../../src/contract/index.ts'],
  ['electron/simulator/resources/a.ts', '../../store/open.ts'],
  ['electron/simulator/resources/b.ts', '../../../src/contract/index.ts'],
  ['electron/simulator/resources/c.ts', '../../../src/domain/money.ts'],
  ['electron/simulator/resources/d.ts', '../../operator.ts'],
  ['electron/simulator/resources/e.ts', 'stripe'],
  ['electron/main-two.ts', '../test/doubles/electron/host.ts'],
  ['electron/threads.ts', 'electron'],
  ['electron/three.ts', './shell/windows.ts'],
  ['electron/headless.ts', 'electron'],
  ['electron/http.ts', 'electron'],
  ['electron/main.ts', './engine/audit/audit.ts'],
]

function lint(): string {
  const program = join(root, 'node_modules', 'oxlint', 'bin', 'oxlint')
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [program, '-c', '.oxlintrc.json', '--format', 'unix', '.'],
    {
      cwd: tree,
      encoding: 'utf8',
    },
  )
  return stdout + stderr
}

function build(path: string, text: string): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true })
  writeFileSync(join(tree, path), text)
}

test('an import against a wall is refused, whichever wall it is', () => {
  copyFileSync(join(root, '.oxlintrc.json'), join(tree, '.oxlintrc.json'))
  for (const [from, specifier] of against)
    build(from, `import { thing } from '${specifier}'\nexport const it = thing\n`)
  const refused = lint()
    .split('\n')
    .filter((line) => line.includes('no-restricted-imports'))
  const standing = against.filter(([from]) => !refused.some((line) => line.startsWith(from)))
  expect(standing).toEqual([])
})

test('two files that import each other are refused, be it for their types alone', () => {
  copyFileSync(join(root, '.oxlintrc.json'), join(tree, '.oxlintrc.json'))
  build('electron/store/one.ts', `import { two } from './two.ts'\nexport const one = (): number => two()\n`)
  build('electron/store/two.ts', `import { one } from './one.ts'\nexport const two = (): number => one()\n`)
  build('src/domain/one.ts', `import type { Two } from './two.ts'\nexport interface One { two: Two }\n`)
  build('src/domain/two.ts', `import type { One } from './one.ts'\nexport interface Two { one: One }\n`)
  const refused = lint()
    .split('\n')
    .filter((line) => line.includes('no-cycle'))
  for (const folder of ['electron/store', 'src/domain'])
    expect(refused.some((line) => line.startsWith(folder))).toBe(true)
})
