// Backups a while after a change: one that fails is said, and stops nothing.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { backUpSoon } from '../../../../electron/engine/accounts/back-up-soon.ts'
import { openJournal } from '../../../../electron/store/open.ts'
import { aFolder, aKey, opened } from '../../store/open.support.ts'

test('backups that fail for one cause are told in the same words, which name the folder', async () => {
  const folder = aFolder()
  const journal = opened(openJournal(folder, aKey()))
  writeFileSync(join(folder, 'backups'), 'a file in its place')
  const told: string[] = []
  const backUp = backUpSoon({ journal, folder, onNotice: (text) => told.push(text) })
  for (let time = 0; time < 2; time++) {
    backUp.soon()
    backUp.last()
    await sleep(5)
  }
  expect(told).toHaveLength(2)
  expect(told[0]).toContain(`${join(folder, 'backups')} can't be opened for writing`)
  expect(told[1]).toBe(told[0])
})
