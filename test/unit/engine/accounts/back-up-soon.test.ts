// Backups a while after a change: one that fails is said, and stops nothing.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { backUpSoon } from '../../../../electron/engine/accounts/back-up-soon.ts'
import { openAudit } from '../../../../electron/engine/audit/audit.ts'
import { backUpJournal, listBackups } from '../../../../electron/store/backup.ts'
import { openJournal } from '../../../../electron/store/open.ts'
import { aFolder, aKey, flipMiddle, opened } from '../../store/open.support.ts'

const noBug = (error: unknown): void => {
  throw error
}

test('backups that fail for one cause are told in the same words, which name the folder', async () => {
  const folder = aFolder()
  const journal = opened(openJournal(folder, aKey()))
  writeFileSync(join(folder, 'backups'), 'a file in its place')
  const told: string[] = []
  const onNotice = (text: string) => told.push(text)
  const backUp = backUpSoon({ journal, folder, onNotice, onDamaged: noBug, onBug: noBug })
  for (let time = 0; time < 2; time++) {
    backUp.soon()
    backUp.last()
    await sleep(5)
  }
  expect(told).toHaveLength(2)
  expect(told[0]).toContain(`${join(folder, 'backups')} can't be opened for writing`)
  expect(told[1]).toBe(told[0])
})

test('a copy that throws is recorded and told: it ends nothing, not even where the journal was closed meanwhile', () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const folder = aFolder()
  const journal = opened(openJournal(folder, aKey()))
  const told: string[] = []
  const bugs: unknown[] = []
  const backUp = backUpSoon({
    journal,
    folder,
    onNotice: (text) => told.push(text),
    onDamaged: noBug,
    onBug: (error) => bugs.push(error),
  })
  backUp.soon()
  journal.close()
  vi.advanceTimersByTime(10_000)
  expect(bugs).toEqual([expect.objectContaining({ message: expect.stringContaining('not open') })])
  expect(told).toEqual([expect.stringContaining('could not be backed up')])
})

test('a journal that is damaged itself is told as that, not as a copy that failed, and the older copies stay', () => {
  const folder = aFolder()
  const journal = opened(openJournal(folder, aKey()))
  const audit = openAudit(journal, { now: Date.now })
  // More than is held in memory, so that the file is really read.
  journal.transaction(() => {
    for (let count = 0; count < 400; count++)
      audit.append({ kind: 'tables_rebuilt', subject: null, text: 'x'.repeat(20_000), detail: {} })
  })()
  const whole = backUpJournal(journal, folder)
  journal.pragma('wal_checkpoint(TRUNCATE)')
  flipMiddle(join(folder, 'journal.db'))
  const told: string[] = []
  const onDamaged = (detail: string) => told.push(detail)
  const backUp = backUpSoon({ journal, folder, onNotice: noBug, onDamaged, onBug: noBug })
  backUp.soon()
  backUp.last()
  expect(told).toEqual([expect.stringMatching(/journal\.db is damaged: SQLite says /)])
  expect(told[0]).not.toContain('backups is damaged')
  expect(listBackups(folder)).toEqual([whole.ok && whole.backup])
})
