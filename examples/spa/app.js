// The library is loaded before this by a script of its own.
const { UserManager, WebStorageStateStore } = globalThis.oidc

const settings = await (await fetch('/settings.json')).json()
const { origin, pathname } = location
const users = new UserManager({
  ...settings,
  redirect_uri: `${origin}/callback`,
  scope: 'openid email profile',
  loadUserInfo: true,
  // Tokens end with the tab. They are renewed by the refresh token, a minute before they end.
  userStore: new WebStorageStateStore({ store: sessionStorage }),
})

const element = (id) => document.getElementById(id)

const show = (user) => {
  element('who').textContent = user ? `Signed in as ${user.profile.name}` : 'Nobody is signed in'
  element('profile').textContent = user ? JSON.stringify(user.profile, null, 2) : ''
  element('sign-in').hidden = Boolean(user)
  element('renew').hidden = element('sign-out').hidden = !user
}

/** Comes back from the sign-in page; an answer that nobody here has asked for is refused. */
const comeBack = async () => {
  try {
    return await users.signinRedirectCallback()
  } finally {
    history.replaceState(null, '', '/')
  }
}

element('sign-in').onclick = () => users.signinRedirect()
element('renew').onclick = async () => show(await users.signinSilent())
element('sign-out').onclick = async () => {
  await users.revokeTokens(['refresh_token'])
  // The service has parameters of its own for this; pools with the tag cenote:oidc=strict take the standard's.
  const extraQueryParams = { client_id: settings.client_id, logout_uri: `${origin}/` }
  await users.signoutRedirect({ extraQueryParams })
}

try {
  show(pathname === '/callback' ? await comeBack() : await users.getUser())
} catch (error) {
  show(null)
  element('who').textContent = `Not signed in: ${error.message}`
}
