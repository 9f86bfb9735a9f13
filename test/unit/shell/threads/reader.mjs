// A stand-in for the reader thread.
import { parentPort, workerData } from 'node:worker_threads'

const { enginePort } = workerData
enginePort.on('message', (message) => enginePort.postMessage(`reader heard: ${message}`))
parentPort.on('message', (message) => {
  if (message.stop) process.exit(0)
  if (message.method === 'orders.list') process.exit(3)
  parentPort.postMessage({ reply: message.call, result: { ok: true, value: 'from the reader' } })
})
