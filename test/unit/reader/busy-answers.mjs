// A stand-in for an answering thread: it is as busy as the question says, and blocks meanwhile like SQLite does.
import { parentPort } from 'node:worker_threads'

const desks = new Set()
parentPort.on('message', (message) => {
  if (message.open) {
    desks.add(message.open.deskId)
    parentPort.postMessage({
      opened: message.open.deskId,
      problem: message.open.folder === 'broken' ? 'It is broken.' : null,
    })
  } else if (message.close) {
    desks.delete(message.close.deskId)
    parentPort.postMessage({ closed: message.close.deskId })
  } else {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, message.request.busyMs ?? 0)
    parentPort.postMessage({
      reply: message.call,
      result: { ok: true, value: desks.has(message.request.deskId) },
    })
  }
})
