// One of the servers that the ingest bench compares, as a process of its own: started with its name, it says its address and then, when asked, how late its main loop ran.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import express from 'express'
import { Stripe } from 'stripe'
import { openIntake } from '../../electron/engine/webhook/intake.ts'
import { judgeSignature, signingKeys } from '../../electron/engine/webhook/signature.ts'
import { openInbox } from '../../electron/store/inbox/inbox.ts'
import { benchSecret } from './ingest-load.ts'

/** Milliseconds between two looks at the main loop. */
const RESOLUTION_MS = 1

export const servers = ['bare', 'verify_parse', 'durable', 'express'] as const
export type ServerName = (typeof servers)[number]

const fileKey = Buffer.alloc(32, 7)
const keys = signingKeys([benchSecret])

/** Returns the address to post to. */
type Start = (folder: string) => Promise<string>

const starts: Record<ServerName, Start> = {
  bare: () =>
    serve((request, response) => {
      request.resume().on('end', () => response.writeHead(200, { 'content-length': 0 }).end())
    }),
  verify_parse: () =>
    serve((request, response) => {
      gather(request, (body) => {
        const signer = judgeSignature(body, String(request.headers['stripe-signature']), keys, Date.now())
        const event: unknown = JSON.parse(body.toString())
        const status = typeof signer !== 'string' && typeof event === 'object' ? 200 : 400
        response.writeHead(status, { 'content-length': 0 }).end()
      })
    }),
  // The usual way: the middleware, the SDK, one commit, one answer; on the same encrypted file with the same settings.
  express(folder) {
    const opened = openInbox(folder, fileKey)
    if (!opened.ok) throw new Error(opened.detail)
    const app = express()
    app.post('/webhook', express.raw({ type: 'application/json' }), (request, response) => {
      const body = request.body as Buffer
      try {
        Stripe.webhooks.constructEvent(body, String(request.headers['stripe-signature']), benchSecret)
      } catch {
        return void response.sendStatus(400)
      }
      opened.inbox.append([{ receivedAt: Date.now(), body }])
      response.sendStatus(200)
    })
    return serve(app)
  },
  async durable(folder) {
    const intake = openIntake({
      files: {
        listener: new URL('../../electron/engine/webhook/listener.ts', import.meta.url),
        writer: new URL('../../electron/engine/webhook/inbox-writer.ts', import.meta.url),
      },
      port: 0,
      onStored: (deskId, upTo) => intake.forget(deskId, upTo),
      onBug: (error) => {
        throw error
      },
    })
    const desk = { deskId: 'bench', token: 'bench', livemode: false, accountId: 'acct_1' }
    const added = await intake.addDesk({
      ...desk,
      folder,
      fileKey,
      secrets: [{ id: 'bench', secret: benchSecret }],
    })
    if (!added.ok) throw new Error(added.detail)
    for (;;) {
      const [url] = intake.state('bench')?.urls ?? []
      if (url !== undefined) return url
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  },
}

function serve(handler: RequestListener): Promise<string> {
  return new Promise((resolve) => {
    const server = createServer(handler)
    server.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`)
    })
  })
}

function gather(request: IncomingMessage, done: (body: Buffer) => void): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => done(Buffer.concat(chunks)))
}

/** The process: `delay` over IPC is answered with the worst delay of the main loop since the last one, in milliseconds. */
async function run(name: ServerName): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), `bursar-ingest-${name}-`))
  const folder = join(home, 'desk')
  mkdirSync(folder)
  process.on('exit', () => rmSync(home, { recursive: true, force: true }))
  process.on('disconnect', () => process.exit(0))
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  const url = await starts[name](folder)
  delay.enable()
  process.on('message', () => {
    process.send?.({ delayMs: delay.max / 1e6 - RESOLUTION_MS })
    delay.reset()
  })
  process.send?.({ url })
}

const [name] = process.argv.slice(2)
if (import.meta.main && name !== undefined) await run(name as ServerName)
