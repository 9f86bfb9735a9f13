// The inbox file: durable settings, numbers that are never given out twice, and damage that costs no delivery.
import { closeSync, existsSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openInbox } from '../../../../electron/store/inbox/inbox.ts'
import type { Inbox } from '../../../../electron/store/inbox/inbox.ts'
import { readInbox } from '../../../../electron/store/inbox/read-inbox.ts'
import { aDesk } from '../../../integration/webhook/intake.support.ts'

const delivery = (text: string): { receivedAt: number; body: Buffer } => ({
  receivedAt: 5,
  body: Buffer.from(text),
})

function openedInbox(folder: string, key: Buffer, now?: number): Inbox & { damagedFile: string | null } {
  const opened = openInbox(folder, key, now)
  if (!opened.ok) throw new Error(opened.detail)
  onTestFinished(() => opened.inbox.close())
  return { ...opened.inbox, damagedFile: opened.damagedFile }
}

function textsIn(folder: string, key: Buffer, after = 0): string[] {
  const reader = readInbox(folder, key)
  if (!reader.ok) throw new Error(reader.detail)
  try {
    return reader.after(after, 1000).map(({ body }) => body.toString())
  } finally {
    reader.close()
  }
}

test('rows are read in order of arrival, after the number one has read to', () => {
  const { folder, fileKey } = aDesk()
  const inbox = openedInbox(folder, fileKey)
  expect(inbox.newest()).toBeNull()
  const first = inbox.append([delivery('a'), delivery('b')])
  const second = inbox.append([delivery('c')])
  expect(inbox.newest()).toBe(second)
  expect(textsIn(folder, fileKey)).toEqual(['a', 'b', 'c'])
  expect(textsIn(folder, fileKey, first)).toEqual(['c'])
})

test('a number is never given out twice, not even after all rows have gone and the file was opened again', () => {
  const { folder, fileKey } = aDesk()
  const inbox = openedInbox(folder, fileKey)
  const last = inbox.append([delivery('a'), delivery('b')])
  expect(inbox.forget(last, 100)).toBe(true)
  expect(inbox.forget(last, 100)).toBe(false)
  inbox.close()
  expect(openedInbox(folder, fileKey).append([delivery('c')])).toBeGreaterThan(last)
})

test('rows go in small batches, oldest first, and never beyond what may go', () => {
  const { folder, fileKey } = aDesk()
  const inbox = openedInbox(folder, fileKey)
  const last = inbox.append(['a', 'b', 'c', 'd', 'e'].map(delivery))
  inbox.forget(last - 1, 2)
  expect(textsIn(folder, fileKey)).toEqual(['c', 'd', 'e'])
  inbox.forget(last - 1, 100)
  expect(textsIn(folder, fileKey)).toEqual(['e'])
})

test('a damaged inbox is kept aside and begun anew above every number it can have given out', () => {
  const { folder, fileKey } = aDesk()
  const before = openedInbox(folder, fileKey, Date.now())
  const last = before.append(Array.from({ length: 50 }, (_, index) => delivery(`${index}`.repeat(2000))))
  before.close()
  const file = openSync(join(folder, 'inbox.db'), 'r+')
  writeSync(file, Buffer.alloc(40_000, 1), 0, 40_000, 20_000)
  closeSync(file)
  const anew = openedInbox(folder, fileKey, Date.now() + 1)
  expect(anew.damagedFile).toMatch(/^inbox-corrupt-/)
  expect(existsSync(join(folder, anew.damagedFile ?? ''))).toBe(true)
  expect(anew.append([delivery('next')])).toBeGreaterThan(last)
})

test('another key opens nothing and changes nothing', () => {
  const { folder, fileKey } = aDesk()
  openedInbox(folder, fileKey).append([delivery('a')])
  expect(openInbox(folder, Buffer.alloc(32, 1))).toMatchObject({ ok: false, problem: 'store_locked_key' })
  expect(textsIn(folder, fileKey)).toEqual(['a'])
})
