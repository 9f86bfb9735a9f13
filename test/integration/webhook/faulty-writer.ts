// The writer thread with faults that a delivery can ask for by its text; everything else is the real thing.
import { parentPort } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { runWriter } from '../../../electron/engine/webhook/run-writer.ts'
import { openInbox } from '../../../electron/store/inbox/inbox.ts'
import type { Delivery } from '../../../electron/store/inbox/inbox.ts'

function suffer(deliveries: readonly Delivery[]): void {
  for (const { body } of deliveries) {
    const text = Buffer.from(body).toString()
    if (text.includes('disk-full')) throw new Database.SqliteError('database or disk is full', 'SQLITE_FULL')
    if (text.includes('disk-broken')) throw new Database.SqliteError('disk I/O error', 'SQLITE_IOERR_FSYNC')
    if (text.includes('kill-before')) process.exit(7)
  }
}

if (!parentPort) throw new Error('the faulty writer runs as a worker thread')
runWriter(parentPort, (folder, key) => {
  if (folder.endsWith('unheard-of')) throw new Error('nobody thought of this')
  const opened = openInbox(folder, key)
  if (!opened.ok) return opened
  const { inbox } = opened
  const append = (deliveries: readonly Delivery[]): number => {
    suffer(deliveries)
    const seq = inbox.append(deliveries)
    // Between the commit and the answer.
    if (deliveries.some(({ body }) => Buffer.from(body).includes('kill-after'))) process.exit(7)
    return seq
  }
  return { ...opened, inbox: { ...inbox, append } }
})
