// A stand-in for the engine thread: answers with what it was given, and dies or dawdles when told to.
import { appendFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'

const { readerPort, ...data } = workerData
if (existsSync(data.home)) appendFileSync(join(data.home, 'starts'), 'one ')
let stubborn = false
let readerIsGone = false
let stopping = false
readerPort.on('close', () => {
  readerIsGone = true
  if (stopping) process.exit(0)
})
parentPort.on('message', (message) => {
  if (message.stop) {
    if (stubborn) return
    // As the real engine closes a desk: the reader lets go of its files first.
    stopping = true
    if (readerIsGone) process.exit(0)
    readerPort.once('message', () => process.exit(0))
    readerPort.postMessage('close the files')
    return
  }
  const { call, method, request } = message
  const reply = (value) => parentPort.postMessage({ reply: call, result: { ok: true, value } })
  switch (method) {
    case 'desk.list':
      reply({ data, argv: process.argv.slice(2), execArgv: process.execArgv, env: process.env, request })
      return
    case 'desk.openDemo':
      // Over the channel between the threads, and back.
      readerPort.once('message', reply)
      readerPort.postMessage('open these files')
      return
    case 'sync.state':
      parentPort.postMessage({ push: 'theme.changed', payload: { dark: true } })
      reply({})
      return
    case 'desk.remove':
      throw new Error('the engine broke')
    case 'keychain.state':
      stubborn = true
      reply({})
      return
    case 'sync.refresh':
      process.stdout.write('a word on stdout\n')
      reply({})
      return
    default: // never answers
  }
})
