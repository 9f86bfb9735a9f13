// An inbox that was made by an earlier version, or is damaged while it is in use, loses nothing that it could keep.
import { closeSync, cpSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { inboxMigrations, openInbox, type Inbox } from '../../../../electron/store/inbox/inbox.ts'
import { readInbox } from '../../../../electron/store/inbox/read-inbox.ts'
import { inboxFile } from '../../../../electron/store/open-connection.ts'
import { openFile } from '../../../../electron/store/open.ts'

const key = Buffer.alloc(32, 7)
const delivery = (text: string) => ({ receivedAt: 5, body: Buffer.from(text) })

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'inbox-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

function opened(folder: string, now: number): Inbox {
  const inbox = openInbox(folder, key, now)
  if (!inbox.ok) throw new Error(inbox.detail)
  return inbox.inbox
}

function damage(folder: string): void {
  const file = openSync(join(folder, 'inbox.db'), 'r+')
  writeSync(file, Buffer.alloc(40_000, 1), 0, 40_000, 20_000)
  closeSync(file)
}

test('damaged, it is begun anew: the new one is read from then on, and its numbers go on although the clock was set back', () => {
  const folder = aFolder()
  const before = opened(folder, 2_000_000)
  const reader = readInbox(folder, key)
  if (!reader.ok) throw new Error(reader.detail)
  const last = before.append(Array.from({ length: 50 }, (_, index) => delivery(`${index}`.repeat(2000))))
  before.checkpoint()
  expect(reader.newest(1)).toMatchObject([{ seq: last }])
  before.close()
  damage(folder)
  const anew = opened(folder, 1_000_000)
  const next = anew.append([delivery('next')])
  expect(next).toBeGreaterThan(last)
  expect(reader.after(0, 10).map(({ body }) => body.toString())).toEqual(['next'])
  expect(reader.newest(10)).toHaveLength(1)
  reader.close()
  anew.close()
})

test('under the former cipher it opens with all that its WAL holds, for its writer and for who reads beside it', () => {
  const folder = aFolder()
  const former = openFile(folder, key, { ...inboxFile, ciphers: ['chacha20'] }, inboxMigrations, {})
  if (!former.ok) throw new Error(former.detail)
  former.database
    .prepare('INSERT INTO inbox (seq, received_at, body) VALUES (1, 5, ?)')
    .run(Buffer.from('before'))
  // As a kill leaves it: nothing was checkpointed.
  const killed = aFolder()
  cpSync(folder, killed, { recursive: true })
  former.database.close()
  const inbox = opened(killed, 2_000_000)
  inbox.append([delivery('after')])
  const reader = readInbox(killed, key)
  if (!reader.ok) throw new Error(reader.detail)
  expect(reader.after(0, 10).map(({ body }) => body.toString())).toEqual(['before', 'after'])
  reader.close()
  inbox.close()
})
