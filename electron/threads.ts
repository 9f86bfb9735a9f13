// Starts the engine and reader threads, routes calls to them and brings them back when they die.
// It must never import Electron, see a key, or run two engines over the same home.
import { MessageChannel, Worker } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { setTimeout as wait } from 'node:timers/promises'
import { failure, methods, callThrough } from '../src/contract/index.ts'
import type {
  Caller,
  InsideHandlers,
  InsideName,
  MethodName,
  PushName,
  Result,
} from '../src/contract/index.ts'

export type ThreadName = 'engine' | 'reader'

export interface ThreadCrash {
  thread: ThreadName
  exitCode: number
  /** What the thread threw, when it died of an exception. */
  error: unknown
  /** How long until both threads are started again, in milliseconds. */
  restartInMs: number
}

export interface ThreadOptions {
  /** The folder that holds desks, keys' names and journals; created by the engine. */
  home: string
  /** The built entry of each thread. The last three are handed to the engine, which starts them. */
  files: Record<'engine' | 'reader' | 'simulator' | 'listener' | 'writer', string>
  /** `simulated`: only the simulator's own live keys, on loopback, as where something stands in for Electron. */
  liveKeys: 'allowed' | 'simulated' | 'refused'
  /** True to keep secrets in memory for this run only. */
  noKeychain?: boolean
  /** True to let nobody buy on the demo desk while it is open. */
  stillDemo?: boolean
  /** True where a person sits in front: the demo's Stripe is started before it is asked for. */
  earlyDemo?: boolean
  onPush: (push: PushName, payload: unknown) => void
  onCrash: (crash: ThreadCrash) => void
  /** What a thread wrote to its stdout or stderr; dropped when nobody listens. */
  onOutput?: (thread: ThreadName, text: string) => void
  /** How long the engine may take to stop by itself, in milliseconds; the reader, which holds nothing, at most one second. */
  patienceMs?: number
  /** The first pause before a restart, in milliseconds; it doubles with every crash, up to 30 s. */
  firstPauseMs?: number
}

export interface Threads {
  /** Answers every call with a Result; while the threads are down, with `stopping` or `internal`. */
  call(method: MethodName, request: unknown): Promise<Result<unknown>>
  /** Tells the engine what only the shell can know; never to be reached by what a page sends. */
  tellEngine<Name extends InsideName>(
    name: Name,
    request: Parameters<InsideHandlers[Name]>[0],
  ): Promise<Result<unknown>>
  /** Lets both threads finish what they hold, then ends them. Safe to call twice. */
  stop(): Promise<void>
}

const longestPauseMs = 30_000
const readerPatienceMs = 1_000
/** A pair that ran this long was healthy: the next crash starts the back-off anew. */
const healthyAfterMs = 60_000

const restarting =
  'Part of Bursar stopped and is starting again. What was sent to Stripe is looked up, what was only held is not sent; try again in a moment.'
const interrupted =
  'Part of Bursar stopped while this was under way. After the restart, what was sent to Stripe is looked up, and what was only held is not sent.'
const closing = 'Bursar is closing.'

/**
 * The part of the environment that a thread may see: where things are, never what they are worth.
 * A key that somebody exported for another tool stays out. Where the app is not packed and signed, that is where something
 * stands in for Electron, what Node made of the code may be kept for the next start (NODE_COMPILE_CACHE).
 */
export function threadEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const allowed =
    /^(HOME|USERPROFILE|APPDATA|LOCALAPPDATA|PATH|SYSTEMROOT|TEMP|TMP|TMPDIR|TZ|LANG|LC_[A-Z]+|XDG_[A-Z_]+|DBUS_SESSION_BUS_ADDRESS|BURSAR_[A-Z_]+)$/i
  const isAllowed = (name: string): boolean =>
    allowed.test(name) || (name === 'NODE_COMPILE_CACHE' && env['BURSAR_DOUBLE'] === '1')
  return Object.fromEntries(Object.entries(env).filter(([name]) => isAllowed(name)))
}

interface Thread {
  caller: Caller
  stop(patienceMs: number): Promise<void>
}

/** One worker thread with its caller. `onDeath` is told when it ends without having been asked to. */
function startThread(
  name: ThreadName,
  file: string,
  data: { workerData: object; transferList: MessagePort[] },
  options: ThreadOptions,
  onDeath: (exitCode: number, error: unknown) => void,
): Thread {
  const worker = new Worker(file, {
    ...data,
    name: `bursar ${name}`,
    argv: [],
    execArgv: [],
    env: threadEnvironment(process.env),
    stdout: true,
    stderr: true,
  })
  for (const stream of [worker.stdout, worker.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => options.onOutput?.(name, text))
  }
  const caller = callThrough(worker, options.onPush)
  let asked = false
  let error: unknown
  worker.on('error', (thrown) => (error = thrown))
  const gone = new Promise<void>((resolve) => {
    worker.once('exit', (exitCode) => {
      caller.stop(asked ? closing : interrupted)
      resolve()
      if (!asked) onDeath(exitCode, error)
    })
  })
  return {
    caller,
    async stop(patienceMs) {
      if (!asked) {
        asked = true
        worker.postMessage({ stop: true })
      }
      const patience = new AbortController()
      const late = wait(patienceMs, 'late', { signal: patience.signal }).catch(() => 'in time')
      if ((await Promise.race([gone, late])) === 'late') await worker.terminate()
      patience.abort()
      await gone
    },
  }
}

/**
 * The two threads, joined by a channel of their own over which the engine tells the reader what to open and with which
 * file key, so that no key passes the main thread. When one dies, so does the channel: both are started again.
 */
function startPair(
  options: ThreadOptions,
  onDeath: (thread: ThreadName, exitCode: number, error: unknown) => void,
): Record<ThreadName, Thread> {
  const { port1: readerPort, port2: enginePort } = new MessageChannel()
  const { home, files, liveKeys } = options
  const { noKeychain = false, stillDemo = false, earlyDemo = false } = options
  const { simulator, listener, writer } = files
  const engineData = {
    home,
    files: { simulator, listener, writer },
    readerPort,
    liveKeys,
    noKeychain,
    stillDemo,
    earlyDemo,
  }
  return {
    engine: startThread(
      'engine',
      files.engine,
      { workerData: engineData, transferList: [readerPort] },
      options,
      (exitCode, error) => onDeath('engine', exitCode, error),
    ),
    reader: startThread(
      'reader',
      files.reader,
      { workerData: { enginePort }, transferList: [enginePort] },
      options,
      (exitCode, error) => onDeath('reader', exitCode, error),
    ),
  }
}

/** Starts both threads; see `Threads` for what comes back. Throws only when the options are nonsense. */
export function startThreads(options: ThreadOptions): Threads {
  const patienceMs = options.patienceMs ?? 4_000
  const firstPauseMs = options.firstPauseMs ?? 250
  const stopped = new AbortController()
  let pair: Record<ThreadName, Thread> | undefined
  let restart: Promise<void> = Promise.resolve()
  let startedAt = 0
  let crashes = 0

  // The engine first: to close a desk it asks the reader to let go of its files, and needs it alive for that.
  const stopPair = async (threads: Record<ThreadName, Thread> | undefined): Promise<void> => {
    await threads?.engine.stop(patienceMs)
    await threads?.reader.stop(Math.min(patienceMs, readerPatienceMs))
  }

  function start(): void {
    startedAt = performance.now()
    const mine = startPair(options, (thread, exitCode, error) => {
      if (pair !== mine || stopped.signal.aborted) return
      pair = undefined
      crashes = performance.now() - startedAt > healthyAfterMs ? 1 : crashes + 1
      const restartInMs = Math.min(firstPauseMs * 2 ** (crashes - 1), longestPauseMs)
      options.onCrash({ thread, exitCode, error, restartInMs })
      restart = (async () => {
        await stopPair(mine)
        await wait(restartInMs, undefined, { signal: stopped.signal }).catch(() => undefined)
        if (stopped.signal.aborted) return
        start()
        options.onPush('engine.restarted', {})
      })()
    })
    pair = mine
  }

  function callThread(
    thread: ThreadName,
    method: MethodName | InsideName,
    request: unknown,
  ): Promise<Result<unknown>> {
    if (stopped.signal.aborted) return Promise.resolve(failure('stopping', closing))
    return pair ? pair[thread].caller.call(method, request) : Promise.resolve(failure('internal', restarting))
  }

  start()
  return {
    call(method, request) {
      const side = methods[method]
      return side === 'shell'
        ? Promise.resolve(failure('unknown_method', `No thread answers ${method}.`))
        : callThread(side, method, request)
    },
    tellEngine: (name, request) => callThread('engine', name, request),
    async stop() {
      stopped.abort()
      await Promise.all([stopPair(pair), restart])
    },
  }
}
