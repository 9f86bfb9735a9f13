// Drives the engine and the reader without a window: one JSON request a line on stdin, one JSON reply a line on stdout,
// pushes in between (docs/headless.md). It must refuse live keys, and print nothing else on stdout.
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { failure, methods, schemas, type MethodName, type Result } from '../src/contract/index.ts'
import { redact } from '../src/domain/redaction.ts'
import { startThreads } from './threads.ts'

const usage = `usage: npm run --silent headless -- --home DIR [--no-keychain] [--still-demo]
  --home DIR       where the profile is kept (made if it does not exist)
  --no-keychain    keep keys for this run only, whatever the machine offers
  --still-demo     let nobody buy on the demo desk while it is open`

const requestShape = z.object({
  id: z.union([z.string().max(100), z.number()]),
  method: z.string(),
  request: z.unknown().default({}),
})

/** What some readers of lines take for the end of one may stand in a text as it is in JSON. */
function say(message: object): void {
  const line = JSON.stringify(message)
  process.stdout.write(
    `${line.replaceAll('\u2028', String.raw`\u2028`).replaceAll('\u2029', String.raw`\u2029`)}\n`,
  )
}

/** Ended by a line feed and by nothing else: readline would end one within a text, too. */
async function* linesOf(input: AsyncIterable<string>): AsyncGenerator<string> {
  let begun = ''
  for await (const chunk of input) {
    const [end = '', ...more] = chunk.split('\n')
    begun += end
    for (const next of more) {
      yield begun
      begun = next
    }
  }
  yield begun
}

/** From its sources or, built, beside the other threads' files. */
function entry(source: string, built: string): string {
  const isBuilt = import.meta.url.endsWith('.js')
  return fileURLToPath(new URL(isBuilt ? built : source, import.meta.url))
}

interface Asked {
  home: string
  noKeychain: boolean
  stillDemo: boolean
}

/** Null when it is said on stderr how it is to be asked. */
function readAsked(): Asked | null {
  let why = ''
  try {
    const { values } = parseArgs({
      options: {
        home: { type: 'string' },
        'no-keychain': { type: 'boolean', default: false },
        'still-demo': { type: 'boolean', default: false },
      },
    })
    if (values.home !== undefined && values.home !== '')
      return {
        home: resolve(process.env['BURSAR_CALLED_FROM'] ?? '.', values.home),
        noKeychain: values['no-keychain'],
        stillDemo: values['still-demo'],
      }
  } catch (error) {
    // Its first sentence says what is wrong.
    why = `${(error as Error).message.split('. ')[0]}.\n`
  }
  process.stderr.write(redact(`${why}${usage}\n`))
  return null
}

async function main(): Promise<void> {
  const asked = readAsked()
  if (!asked) {
    process.exitCode = 2
    return
  }
  const threads = startThreads({
    home: asked.home,
    files: {
      engine: entry('./engine/index.ts', './engine.js'),
      reader: entry('./reader/index.ts', './reader.js'),
      simulator: entry('./simulator/index.ts', './simulator.js'),
      listener: entry('./engine/webhook/listener.ts', './listener.js'),
      writer: entry('./engine/webhook/inbox-writer.ts', './inbox-writer.js'),
    },
    liveKeys: 'refused',
    noKeychain: asked.noKeychain,
    stillDemo: asked.stillDemo,
    onPush: (push, payload) => say({ push, payload }),
    onCrash: ({ thread, error }) =>
      process.stderr.write(redact(`the ${thread} thread ended: ${String(error)}\n`)),
    onOutput: (thread, text) => process.stderr.write(redact(`${thread}: ${text}`)),
  })

  async function answer(line: string): Promise<void> {
    const message = parseLine(line)
    if (!message.ok) return say({ id: null, ...message })
    const { id, method, request } = message.value
    const result = await call(method, request)
    say({ id, ...result })
  }

  async function call(method: string, request: unknown): Promise<Result<unknown>> {
    if (!isMethod(method) || methods[method] === 'shell') {
      return failure(
        'unknown_method',
        `There is no method ${redact(method)} here. docs/headless.md lists them.`,
      )
    }
    const parsed = schemas[method].request.safeParse(request)
    if (!parsed.success)
      return failure('bad_request', `The request does not fit ${method}: ${z.prettifyError(parsed.error)}`)
    return threads.call(method, parsed.data)
  }

  // Nobody reads any more: there is nobody to answer.
  let isLeaving = false
  process.stdout.on('error', () => {
    if (isLeaving) return
    isLeaving = true
    void threads.stop().finally(() => process.exit(0))
  })

  const answering = new Set<Promise<void>>()
  for await (const line of linesOf(process.stdin.setEncoding('utf8'))) {
    if (line.trim() === '') continue
    const mine = answer(line)
    answering.add(mine)
    void mine.finally(() => answering.delete(mine))
  }
  // stdin has ended: what was asked is still answered.
  await Promise.all(answering)
  await threads.stop()
}

function isMethod(name: string): name is MethodName {
  return Object.hasOwn(methods, name)
}

/** Trimmed: what some shells put before all they write, a byte order mark, goes with it. */
function parseLine(line: string): Result<z.output<typeof requestShape>> {
  try {
    const parsed = requestShape.safeParse(JSON.parse(line.trim()))
    if (parsed.success) return { ok: true, value: parsed.data }
  } catch {
    // Not JSON at all: answered as below.
  }
  return failure('bad_request', 'Each line must be {"id": …, "method": "…", "request": {…}}.')
}

await main()
