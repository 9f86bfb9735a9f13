// The reader thread: takes questions in and has them answered by threads of its own, which run this same file. It must never
// write, and never touch the network. Which files may be opened, and their keys, it learns from the engine over their own port.
import { parentPort, Worker, workerData, type MessagePort } from 'node:worker_threads'
import { fileURLToPath } from 'node:url'
import type { CallMessage } from '../../src/contract/index.ts'
import type { ReaderAnswer, ReaderOrder } from '../store/reader-messages.ts'
import { openPool, type Answerer } from './pool.ts'

if (!parentPort) throw new Error('the reader runs as a worker thread')

type ReaderData = { enginePort: MessagePort } | { answering: true }
const data = workerData as ReaderData
// What shares out needs nothing of what answers, which takes longer to read.
if ('answering' in data) (await import('./answer.ts')).answerQuestions(parentPort)
else shareOut(parentPort, data.enginePort)

function shareOut(port: MessagePort, enginePort: MessagePort): void {
  const say = (answer: ReaderAnswer): void => enginePort.postMessage(answer)
  const pool = openPool({
    start: startAnswering,
    reply: (message) => port.postMessage(message),
    onTrouble: (problem) => process.stderr.write(`${problem}\n`),
  })
  enginePort.on('message', (order: ReaderOrder) => {
    if ('open' in order)
      void pool.open(order.open).then((problem) => say({ opened: order.open.deskId, problem }))
    else void pool.close(order.close.deskId).then((damaged) => say({ closed: order.close.deskId, damaged }))
  })
  port.on('message', (message: CallMessage | { stop: true }) => {
    if ('call' in message) pool.ask(message)
    else if ('stop' in message) {
      pool.end()
      enginePort.close()
      process.exit(0)
    }
  })
}

function startAnswering(heard: Parameters<Parameters<typeof openPool>[0]['start']>[0]): Answerer {
  const worker = new Worker(fileURLToPath(import.meta.url), {
    name: 'bursar answers',
    workerData: { answering: true } satisfies ReaderData,
  })
  let ended = false
  worker.on('message', heard)
  // The reader goes down with it, and is started again with the engine, as after any crash.
  worker.on('error', (error) => {
    throw error
  })
  worker.on('exit', (code) => {
    if (!ended) process.exit(code === 0 ? 1 : code)
  })
  return {
    post: (message) => worker.postMessage(message),
    end() {
      ended = true
      void worker.terminate()
    },
  }
}
