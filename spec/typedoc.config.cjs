const { OptionDefaults } = require('typedoc');

/** The client's API reference. */
module.exports = {
  name: '@roamwatch/client',
  entryPoints: ['../packages/client/src/index.ts', '../packages/client/src/wire.ts'],
  tsconfig: '../packages/client/tsconfig.json',
  readme: '../packages/client/README.md',
  out: '../packages/client/reference',
  // The generated types have descriptions that way.
  blockTags: [...OptionDefaults.blockTags, '@description', '@constant'],
  excludePrivate: true,
  disableGit: true,
  disableSources: true,
  treatWarningsAsErrors: true,
  validation: { notExported: true, invalidLink: true, notDocumented: true },
  requiredToBeDocumented: ['Class', 'Interface', 'Function', 'Variable', 'TypeAlias'],
  // Generated: the members have the descriptions of the spec.
  intentionallyNotDocumented: ['index.operations', 'index.components', 'index.LaterComponents'],
};
