// The writer thread: the only one that writes the inboxes, so that neither projection nor backfill delays an answer.
import { parentPort } from 'node:worker_threads'
import { openInbox } from '../../store/inbox/inbox.ts'
import { runWriter } from './run-writer.ts'

if (!parentPort) throw new Error('the inbox writer runs as a worker thread')
runWriter(parentPort, openInbox)
