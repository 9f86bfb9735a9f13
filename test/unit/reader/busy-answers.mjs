// A stand-in for an answering thread: it is busy for as long as the question says, or until it is let go of, and blocks meanwhile like
// SQLite does.
import { parentPort, workerData } from 'node:worker_threads'

const desks = new Set()
parentPort.on('message', (message) => {
  if (message.open) {
    const isBroken = { broken: true, 'broken later': workerData.nth > 1 }[message.open.folder] ?? false
    if (!isBroken) desks.add(message.open.deskId)
    parentPort.postMessage({ opened: message.open.deskId, problem: isBroken ? 'It is broken.' : null })
  } else if (message.close) {
    desks.delete(message.close.deskId)
    parentPort.postMessage({ closed: message.close.deskId })
  } else {
    const { busyUntil = new Int32Array(new SharedArrayBuffer(4)), busyMs = 0 } = message.request
    Atomics.wait(busyUntil, 0, 0, message.request.busyUntil ? Infinity : busyMs)
    parentPort.postMessage({
      reply: message.call,
      result: message.request.damaged
        ? { ok: false, error: { code: 'store_corrupt', message: 'A file of this desk is damaged.' } }
        : { ok: true, value: desks.has(message.request.deskId) },
    })
  }
})
