// Loaded into the app's process before its first line: writes every message that crosses a process or thread boundary there into
// the file named by TRAFFIC_FILE, one JSON line each. Plain JavaScript, because it runs before anything else does.
import { appendFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'

const file = process.env.TRAFFIC_FILE

const note = (direction, message) => {
  const text = JSON.stringify(message, (_key, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  )
  appendFileSync(file, `${JSON.stringify({ direction, text })}\n`)
}

const { send } = process
process.send = function (message, ...rest) {
  note('app to page', message)
  return send.call(this, message, ...rest)
}
process.on('message', (message) => note('page to app', message))

const { postMessage } = Worker.prototype
Worker.prototype.postMessage = function (message, ...rest) {
  note('main to thread', message)
  return postMessage.call(this, message, ...rest)
}
const { emit } = Worker.prototype
Worker.prototype.emit = function (event, message, ...rest) {
  if (event === 'message') note('thread to main', message)
  return emit.call(this, event, message, ...rest)
}
