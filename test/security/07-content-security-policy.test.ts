// Checklist 7, define a Content Security Policy: on every answer, with nothing that a taken-over page could use.
// Chromium's own verdict on the policy is asked in the end-to-end tests.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { serveApp } from '../../electron/shell/app-protocol.ts'
import { contentSecurityPolicy, securityHeaders } from '../../electron/shell/security-headers.ts'
import { temporaryFolder } from '../unit/shell/folder.ts'

describe('the policy', () => {
  const policy = securityHeaders['Content-Security-Policy'] ?? ''

  it('starts from nothing', () => {
    expect(policy).toMatch(/^default-src 'none'; /)
  })

  it.each([
    "'unsafe-inline'",
    "'unsafe-eval'",
    "'unsafe-hashes'",
    "'wasm-unsafe-eval'",
    "'strict-dynamic'",
    '*',
    'http',
    'data:',
    'blob:',
    "'report-sample'",
  ])('does not contain %s', (source) => {
    expect(policy).not.toContain(source)
  })

  it('lets the page talk to nobody, be framed by nobody, and turn no text into markup', () => {
    expect(contentSecurityPolicy).toMatchObject({
      'connect-src': "'none'",
      'frame-ancestors': "'none'",
      'form-action': "'none'",
      'base-uri': "'none'",
      'object-src': "'none'",
      'require-trusted-types-for': "'script'",
    })
  })
})

it('every answer carries the headers, refusals included', async () => {
  const root = temporaryFolder()
  mkdirSync(join(root, 'assets'))
  writeFileSync(join(root, 'index.html'), '<p>')
  writeFileSync(join(root, 'assets', 'index.js'), '')
  const serve = serveApp(root)
  const requests = [
    new Request('app://bursar/'),
    new Request('app://bursar/assets/index.js'),
    new Request('app://bursar/nothing.js'),
    new Request('app://evil/'),
    new Request('app://bursar/', { method: 'POST', body: 'x' }),
  ]
  for (const request of requests) {
    const { headers } = await serve(request)
    for (const [name, value] of Object.entries(securityHeaders)) expect(headers.get(name)).toBe(value)
  }
})
