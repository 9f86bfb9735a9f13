// Four desks in one process: two accounts, each in test and live, over one simulator, with everything real but the sockets of the
// listener. What belongs where is known from the simulator alone.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectAccount, type ConnectPorts } from '../../electron/engine/accounts/connect.ts'
import { openDesks, type Desks } from '../../electron/engine/accounts/desks.ts'
import type { OpenDesk } from '../../electron/engine/accounts/open-desk.ts'
import { openProfile } from '../../electron/engine/accounts/profile.ts'
import { replaceKey } from '../../electron/engine/accounts/replace-key.ts'
import { readSecrets } from '../../electron/engine/accounts/secrets.ts'
import { chooseSecretStore } from '../../electron/keychain/choose.ts'
import type { AccountKeys } from '../../electron/simulator/keys.ts'
import { startSimulator, type Ledger, type Simulator } from '../../electron/simulator/server.ts'
import type { Desk, Result } from '../../src/contract/index.ts'
import { openDeskCalls } from '../../electron/engine/access/desk-calls.ts'
import { openDoors, type Doors } from './modes-doors.ts'

export const modes = ['test', 'live'] as const

/** A desk, and the book at Stripe that is its own. */
export interface Place {
  index: number
  deskId: string
  accountId: string
  mode: (typeof modes)[number]
  keys: AccountKeys
  signingSecret: string
  /** Payments of the book from which something was taken. */
  payments: readonly { id: string; currency: string }[]
  ledger(): Ledger
}

export interface House {
  simulator: Simulator
  desks: Desks
  doors: Doors
  places: readonly Place[]
  bugs: unknown[]
  open(place: Place): OpenDesk
  /** The operator goes to this desk. */
  switchTo(place: Place): void
  replaceKey(place: Place, key: string): Promise<Result<Desk>>
  keyOf(place: Place): Promise<string>
  close(): Promise<void>
}

export async function openHouse(seed: number): Promise<House> {
  const simulator = await startSimulator({ seed: `modes ${seed}`, size: { customers: 20, payments: 200 } })
  // Nothing here is about power loss: a disk in memory where there is one.
  const home = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'bursar-modes-'))
  const bugs: unknown[] = []
  const doors = openDoors({
    onStored: (deskId) => desks.find(deskId)?.projector.wake(),
    onRefused: (deskId, counts) => void (deskId !== null && desks.deliveriesRefused(deskId, counts)),
  })
  const desks = openDesks({
    hasMetDamage: () => false,
    home,
    demo: { simulatorFile: 'not needed here', still: true },
    profile: openProfile(home),
    liveKeys: 'simulated',
    reader: doors.reader,
    webhooks: doors.intake,
    push: () => undefined,
    onBug: (_, error) => bugs.push(error),
  })
  const { store } = await chooseSecretStore({ forced: 'memory' })
  const ports: ConnectPorts = {
    desks,
    keychain: async () => ({ store, available: true, explanation: '' }),
    liveKeys: 'simulated',
  }

  const { handlers } = openDeskCalls({
    find: desks.find,
    opened: desks.opened,
    list: desks.list,
    push: () => undefined,
  })
  const places: Place[] = []
  for (const account of simulator.accounts) {
    for (const mode of modes) {
      const index = places.length
      const ledger = (): Ledger => simulator.ledger(account.id, mode)
      const place: Place = {
        index,
        deskId: `${account.id}-${mode}-local`,
        accountId: account.id,
        mode,
        keys: account.keys,
        signingSecret: `whsec_ofDesk${index}_0123456789`,
        payments: [...ledger().charges.values()].flatMap((charge) =>
          charge.captured && charge.payment_intent !== null && charge.amount_captured > 1000
            ? [{ id: charge.payment_intent, currency: charge.currency }]
            : [],
        ),
        ledger,
      }
      places.push(place)
      const key = mode === 'live' ? account.keys.secretLive : account.keys.secretTest
      const connected = await connectAccount(ports, { key, baseUrl: simulator.baseUrl })
      if (!connected.ok) throw new Error(connected.error.message)
      const { access, listener, sync } = open(place)
      // A locked live desk takes none; a test desk has no lock.
      access.unlockedBySystem()
      await listener.addSecret(place.signingSecret)
      access.lock('key')
      await sync.refresh()
    }
  }

  function open({ deskId }: Place): OpenDesk {
    const desk = desks.find(deskId)
    if (!desk) throw new Error(`${deskId} is not open: ${JSON.stringify(desks.list())}`)
    return desk
  }

  return {
    simulator,
    desks,
    doors,
    places,
    bugs,
    open,
    switchTo: ({ deskId }) => void handlers['desk.switch']({ deskId }),
    replaceKey: ({ deskId }, key) => replaceKey(ports, { deskId, key }),
    keyOf: async ({ deskId }) => (await readSecrets(store, deskId))?.stripeKey ?? '',
    async close() {
      await desks.closeAll()
      await simulator.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}
