// The doors of the listener: how long they leave a sender who was never heard of.
import { once } from 'node:events'
import type { Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createConnections } from '../../../../electron/engine/webhook/connections.ts'
import { openDoors, type DoorOptions } from '../../../../electron/engine/webhook/doors.ts'

/** The limits that hold for a sender who comes to doors like these. */
async function limitsOf(differing: Partial<DoorOptions> = {}) {
  const connections = createConnections({ most: 5, mostRefusals: 1, onCrowdedOut: () => undefined })
  const { promise, resolve } = Promise.withResolvers<Socket & { server?: Server }>()
  const doors = await openDoors({
    port: 0,
    patienceMs: 0,
    connections: { ...connections, add: resolve },
    onRequest: () => () => undefined,
    onRefused: () => undefined,
    ...differing,
  })
  const sender = connect({ port: doors.port, host: '127.0.0.1' })
  onTestFinished(async () => {
    doors.shut()
    doors.lock()
    if (!sender.closed) await once(sender, 'close')
  })
  const { headersTimeout, requestTimeout } = (await promise).server!
  return { headersTimeout, requestTimeout }
}

test('a sender has five seconds for the head and ten for all, unless told otherwise', async () => {
  expect(await limitsOf()).toEqual({ headersTimeout: 5000, requestTimeout: 10_000 })
  const senderPatience = { headMs: 1000, requestMs: 2000 }
  expect(await limitsOf({ senderPatience })).toEqual({ headersTimeout: 1000, requestTimeout: 2000 })
})
