// Opens one desk: takes up its files, and lets go of them where that fails.
import { failure, success, type Result } from '../../../src/contract/index.ts'
import { readInbox } from '../../store/inbox/read-inbox.ts'
import { storeFailure } from './desk-files.ts'
import { wireDesk, type DeskToWire } from './wire-desk.ts'
import type { WiredDesk } from './wired-desk.ts'

export interface OpenDesk extends WiredDesk {
  /** What the operator should know of how it was opened. */
  notices: readonly string[]
}

export interface OpenDeskOptions extends DeskToWire {
  /** 32 raw bytes. */
  fileKey: Buffer
  /** The last part of the listener's path. */
  token: string
}

/**
 * Fails with the reason when it can't be opened; its files are closed then. Reading begins with `sync.start()`.
 */
export async function openDesk(options: OpenDeskOptions): Promise<Result<OpenDesk>> {
  const { deskId, folder, fileKey, mode, webhooks, cache } = options
  const { accountId, token, signing: secrets } = options
  const livemode = mode === 'live'
  const added = await webhooks.addDesk({ deskId, folder, fileKey, token, secrets, livemode, accountId })
  const inbox = added.ok ? readInbox(folder, fileKey) : added
  if (!inbox.ok) {
    await letGo()
    return { ok: false, error: storeFailure(inbox) }
  }
  const notices = added.ok && added.damagedFile !== null ? [damagedInbox(added.damagedFile)] : []
  try {
    return success({ ...wireDesk(options, inbox), notices })
  } catch (error) {
    inbox.close()
    await letGo()
    options.onBug(error)
    const words = error instanceof Error ? error.message : String(error)
    return failure(
      'store_unwritable',
      `The files of this desk could not be taken up (${words}). Nothing was sent.`,
    )
  }

  async function letGo(): Promise<void> {
    await webhooks.removeDesk(deskId)
    cache.close()
    options.journal.close()
  }
}

export const damagedInbox = (file: string): string =>
  `The inbox of webhooks was damaged and begun anew; it is kept as ${file}. What it held is read again from Stripe.`
