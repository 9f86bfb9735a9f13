// Keeps one worker thread alive: starts it, asks it things, and brings it back when it dies. It must never give it more of the environment than nothing.
import { Worker } from 'node:worker_threads'
import type { Transferable } from 'node:worker_threads'

export interface KeptWorker<To> {
  /** False when it is not running: `onStart` will tell the next one. */
  send(message: To, transfer?: readonly Transferable[]): boolean
  /** Ends it for good: says `stop`, and terminates it when it takes too long. */
  stop(): Promise<void>
}

export interface WorkerOptions<To, From> {
  name: string
  file: string | URL
  /** What it is started with. No secrets: they come by message. */
  data: () => object
  /** The message that asks it to end. */
  stopMessage: To
  /** Called for each new thread, before anything else is sent to it. */
  onStart: () => void
  onMessage: (message: From) => void
  /** It died without having been asked to. */
  onDeath: (error: unknown) => void
}

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5000
const HEALTHY_AFTER_MS = 30_000
const STOP_PATIENCE_MS = 4000

export function keepWorker<To, From>(options: WorkerOptions<To, From>): KeptWorker<To> {
  let worker: Worker | undefined
  let isStopping = false
  let pauseMs = FIRST_PAUSE_MS
  let restart: NodeJS.Timeout | undefined

  function start(): void {
    const startedAt = performance.now()
    const mine = new Worker(options.file, {
      name: `bursar ${options.name}`,
      workerData: options.data(),
      argv: [],
      execArgv: [],
      env: {},
    })
    let error: unknown
    worker = mine
    mine.on('message', options.onMessage)
    mine.on('error', (thrown) => (error = thrown))
    mine.once('exit', (code) => {
      if (worker === mine) worker = undefined
      if (isStopping) return
      if (performance.now() - startedAt > HEALTHY_AFTER_MS) pauseMs = FIRST_PAUSE_MS
      options.onDeath(error ?? new Error(`the ${options.name} ended with code ${code}`))
      restart = setTimeout(start, pauseMs)
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
    })
    options.onStart()
  }

  // In the next microtask, so that whoever keeps it has got it before `onStart`.
  queueMicrotask(() => {
    if (!isStopping) start()
  })
  return {
    send(message, transfer = []) {
      worker?.postMessage(message, transfer)
      return worker !== undefined
    },
    async stop() {
      isStopping = true
      clearTimeout(restart)
      const running = worker
      if (!running) return
      const gone = new Promise<void>((resolve) => running.once('exit', () => resolve()))
      running.postMessage(options.stopMessage)
      const late = setTimeout(() => void running.terminate(), STOP_PATIENCE_MS)
      await gone
      clearTimeout(late)
    },
  }
}
