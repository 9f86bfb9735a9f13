// Where a desk may point besides Stripe: this machine, and nothing that only looks like it.
import { expect, test } from 'vitest'
import { loopbackBase, makeClient } from '../../../../electron/engine/gateway/client.ts'

test.each([
  ['http://127.0.0.1:12111', '127.0.0.1', 12111],
  [' http://localhost:8080/ ', 'localhost', 8080],
  ['http://[::1]:12111', '::1', 12111],
  ['HTTP://LOCALHOST:1', 'localhost', 1],
])('%j is on this machine', (url, host, port) => {
  expect(loopbackBase(url)).toEqual({ host, port })
})

test.each([
  '',
  'localhost:12111',
  '127.0.0.1:12111',
  'https://127.0.0.1:12111',
  'http://127.0.0.1',
  'http://127.0.0.1:80',
  'http://127.0.0.1:12111/v1',
  'http://127.0.0.1:12111/?x=1',
  'http://127.0.0.1:12111/#x',
  'http://user@127.0.0.1:12111',
  'http://user:word@127.0.0.1:12111',
  'http://api.stripe.com:443',
  'http://127.0.0.1.example.com:12111',
  'http://localhost.example.com:12111',
  'http://127.0.0.1@example.com:12111',
  'http://example.com:12111/127.0.0.1',
  'http://0.0.0.0:12111',
  'http://10.0.0.1:12111',
  'http://192.168.0.1:12111',
  'http://[::ffff:10.0.0.1]:12111',
  'http://[::]:12111',
  'http://169.254.169.254:80',
  'ftp://127.0.0.1:12111',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'http://127.0.0.1:99999',
  'http://127.0.0.1:12111\\@example.com',
  'http://ⓛocalhost.evil:1',
])('%j is not taken', (url) => {
  expect(loopbackBase(url)).toBeNull()
  expect(() => makeClient('sk_test_1234567890', url)).toThrow(TypeError)
})

test('a client neither retries by itself nor sends telemetry, and speaks to Stripe unless told otherwise', () => {
  const client = makeClient('sk_test_1234567890')
  expect(client.getMaxNetworkRetries()).toBe(0)
  expect(client.getTelemetryEnabled()).toBe(false)
  expect(client.getApiField('host')).toBe('api.stripe.com')
  expect(client.getApiField('version')).toBe('2026-10-28.endive')
})
