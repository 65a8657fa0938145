/**
 * Response headers under which the same probe runs again.
 * @type {Record<string, Record<string, string>>}
 */
export const POLICIES = {
  nonce: { 'content-security-policy': "script-src 'nonce-bm9uY2U'; connect-src 'self'" },
  none: { 'content-security-policy': "default-src 'none'; script-src 'nonce-bm9uY2U'" },
  reportOnly: {
    'content-security-policy-report-only': "default-src 'none'; script-src 'nonce-bm9uY2U'",
  },
  trustedTypes: {
    'content-security-policy':
      "script-src 'nonce-bm9uY2U'; require-trusted-types-for 'script'; trusted-types 'none'",
  },
  sandboxed: {
    'content-security-policy': "sandbox allow-scripts; script-src 'nonce-bm9uY2U' 'unsafe-inline'",
  },
  isolated: {
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  },
  permissions: {
    'permissions-policy': 'microphone=(), camera=(), autoplay=(), speaker-selection=()',
  },
};
