// The demo desk's Stripe: the simulator, in a thread of its own, with its state beside the desk's files.
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'

const readyShape = z.object({
  ready: z.object({
    baseUrl: z.string(),
    accounts: z
      .array(z.object({ id: z.string(), name: z.string(), keys: z.looseObject({ secretTest: z.string() }) }))
      .min(1),
  }),
})

export interface Demo {
  baseUrl: string
  accountId: string
  accountName: string
  stripeKey: string
  /** What its webhooks are signed with; another one at each start. */
  signingSecret: string
  /** False once its thread has ended, whyever. */
  isRunning(): boolean
  /** Where its webhooks go from now on; null: nowhere. */
  deliverTo(url: string | null): void
  stop(): Promise<void>
}

/** The demo's year of business is the same on every machine. */
const seed = 'bursar demo'
/** While it is open, somebody buys about this often. Slow enough that a list holds still while it is read. */
const trade = { everySeconds: 30 }

export interface DemoOptions {
  /** The built entry of the simulator's thread. */
  simulatorFile: string
  /** Nobody buys while it is open. */
  still: boolean
}

/** @throws when the simulator does not come up within 20 s: a bug, or a machine without a free port. */
export async function startDemo({ simulatorFile, still }: DemoOptions, folder: string): Promise<Demo> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const worker = new Worker(simulatorFile, {
    workerData: { seed, stateFile: join(folder, 'simulator.jsonl'), ...(still ? {} : { trade }) },
    execArgv: [],
  })
  let isRunning = true
  const gone = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      isRunning = false
      resolve()
    })
  })
  const ready = await new Promise<z.infer<typeof readyShape>>((resolve, reject) => {
    const timer = setTimeout(() => {
      void worker.terminate()
      reject(new Error('the simulator did not start within 20 s'))
    }, 20_000)
    worker.once('error', reject)
    worker.once('message', (message) => {
      clearTimeout(timer)
      resolve(readyShape.parse(message))
    })
  })
  const [account] = ready.ready.accounts
  if (!account) throw new Error('the simulator has no account')
  const signingSecret = `whsec_${randomBytes(24).toString('hex')}`
  let goesTo: string | null = null
  return {
    baseUrl: ready.ready.baseUrl,
    accountId: account.id,
    accountName: account.name,
    stripeKey: account.keys.secretTest,
    signingSecret,
    isRunning: () => isRunning,
    deliverTo(url) {
      if (url === goesTo) return
      goesTo = url
      worker.postMessage({ webhook: url === null ? null : { url, secret: signingSecret } })
    },
    async stop() {
      worker.postMessage('close')
      const timer = setTimeout(() => void worker.terminate(), 3000)
      await gone
      clearTimeout(timer)
    },
  }
}
