// A released migration is frozen: databases hold the digest of its SQL, and a build whose SQL differs refuses them all (migrate.ts).
import { expect, test } from 'vitest'
import { inboxMigrations } from '../../../electron/store/inbox/inbox.ts'
import { migrationChecksum } from '../../../electron/store/migrate.ts'
import { cacheMigrations, journalMigrations } from '../../../electron/store/migrations/index.ts'
import type { Migration } from '../../../electron/store/migrations/migration.ts'

/** Append only: a new migration adds its line at the end, and no line is ever changed. */
const frozen = {
  cache: [
    '0001-payments 8b587b923554f3f57eaa541a201ba4c9992a861048f133f3fdef77a594ff2b6e',
    '0002-events 84eda02d0184c5079ebe8e499b18026284ca2956c82b731657b117a477855683',
    '0003-windows 18ca653b7dbf7dd1515ea2ef8180a4bf9bc8d18203d036cd436534cda954e9fb',
    '0004-questions 90c099a61fe62265920a9b1887e161f44c05de347bc73ea445518e23ef362e20',
    '0005-search-later 82bbdeb29683899791cefd93f7967a15ab6488b3e0ac557cc0b033a8ae699bf1',
    '0006-search d9b30771c24d4ae4a7248722d2aa43503f70fe567d5150c106e7683d475b5573',
    '0007-refund-life 0fed1bc77497c07a47b19f883c5380d2aa026276d49ffe888cc7d8441b96d8c1',
    '0008-pages-of-payments 362c4a4fa00fc3b9a8801b45138b7a17557c52e64d8738bfc6e3290407a58a00',
    '0009-failures 0b9c2f8f0e311ce25f8689787882b8fa4910af34f73a1bbf762a90a5e61a5432',
    '0010-finance 0d00a072f773d018702f47e3b93a71b5bb9dca4c727dcd6c7609e182cb7b3902',
    '0011-subscriptions 5b6818a7ce7607c2e4cfbd0c9f9b1ea06244baf09d5cacab6d0b54f0b8416a6c',
    '0012-failure-counts 9e87aeec249af357f873a7707298d325a944c28e3310547ccd07a194b084d1a0',
    '0013-fraud-warnings 4671f9340f4d1713d9592323b5ad6f80238d786158ecd776142aeb1306e3eb33',
    '0014-failure-judgings f664995002ad0364f5a4cf84909ab35cd9a0fd1bb3ba60ad3a32f1939a5a5b8d',
    '0015-figures-by-category 8654bb9fb2312b73aff4940d384ea65cddd5970bff2be7dc998584530ee6acec',
    '0016-no-effects f0f66619afeb0c9f28df72fc4534b6e71f0ab135329d171f703e1113408f8647',
    '0017-counts-without-copies 04630c669926a7188911a48792d1bfba56235c35b0fc7d55464046dbc6a03e83',
    '0018-lists-begun-again a1a3e6e5c1f4cce1d8a312e414b53b997b42196d25685ff01edd58beb20937d9',
    '0019-odd-objects e95cb29cc005ac7bb464fb2a89f9fafd1c750d676aa86f016e34176f0c155d75',
    '0020-failed-debits 99c3213e4b84f65448b36362799e60f9c92ad7090d134f19b8bac627fbc8fb4b',
    '0021-tries-under-way dde6374b040b9bc1affdfbe70bcad7e55c0383d49bc842423a6a20d5b79ad51b',
    '0022-network-costs 6c7e91805faf911301500636013d5c4556035e4cd26c99a793da7b6f592ce077',
    '0023-asked-customers-and-balances 43fdc80c9780b636f75c77a9f83d918e2cf3bb0be4bb3ec62616c86f565e40dd',
  ],
  journal: [
    '0001-orders edf1c56be2777580fc2919662caf5191747db7f9e73314ef61ea652f1cfb9106',
    '0002-audit fbde5438658a5b48add1d877d3e2140896557c857ea96dbd471e2c840343669c',
    '0003-access d026470c1c2207a9d0b1e8942fb8b663822f456545972ffbac6ce2d3dbde69ef',
    '0004-changes dadbffa36d6f45af42a85d21d1d5c9b242c9b44b5e06d786c213052e2f971bcd',
    '0005-refund-notes fb7601d859550700abbb1ccb1a351e34cfa54ffed3a607a6484de49f2ac7bad4',
    '0006-runs 311b5c3773e740d98640e3cfc32191a132c49bc017077d5f75530ee8404acf02',
    '0007-customer-notes 57a72a1417a68203a419ae9f73c7e6619b9c2a5f41d75eeac09bfa3ed35ced4f',
    '0008-cases 62998b2b0fb96d5be45445ee3222dedbb69a1104c60d163b06b9cdc83bc91df0',
    '0009-notices 604a57b3273520f2cbac1471b3e88c9917b326f815e73864abc39fe5e9caeec9',
    '0010-access-policy 07dc65cb6ce23c16eb2e5507460341f873ccc14f1cc621f11777727bd38193b6',
    '0011-saved-views 3d88bd57f3a1472fc6fcec0bfb6a6266bbf1fa7516ded5139cedfcb9abda75f0',
    '0012-struck-refund-notes de5313e3d5d6f9976eaf9b9cfc83e07069c9f706fb214ffbf32e14a32b00b0e8',
    '0013-what-rows-knew b9b08a714322860b0c7833dc926cede9febbc6fdbfe5c8cc1e8bea95b1c26f4d',
    '0014-refunds-that-turn-up 8b26de6ffdc6d41a23878279f9ba15f9d8c1871ee7ebe5a1d962a51ca9580abe',
    '0015-what-was-known 7a93fe979730338f1a67add7ff22b72fee33c8555aa299e1367fe00a6ba55341',
    '0016-turned-away 2a9dd159d3c532f6079a512eba190793e04a494292c4074812ddbbb64ba97d20',
  ],
  inbox: ['0001-rows 2f8416952f6a5ecac79157fcf122f219184c56621360a42c51abd0412a051f1d'],
}

test.each([
  ['cache', cacheMigrations],
  ['journal', journalMigrations],
  ['inbox', inboxMigrations],
] as const)(
  'no migration of the %s ever changes: a new one is added here as the last line, a mistake is mended by the next number',
  (file, migrations) => {
    expect(migrations.map(told)).toEqual(frozen[file])
  },
)

const told = (migration: Migration): string =>
  `${String(migration.number).padStart(4, '0')}-${migration.name} ${migrationChecksum(migration)}`
