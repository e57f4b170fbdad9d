#!/usr/bin/env bash
# Renders the base and checks every object against the schemas that Kubernetes, KEDA and the Prometheus operator publish:
#   deploy/kubernetes/validate.sh [FOLDER]      FOLDER: an overlay of yours instead
# Needs kubectl, python3 with venv, Node.js with npm, and once their registries, for the packages named below. Strimzi
# publishes its schemas in no package; its objects are held by tests/tests/rules/kubernetes/agreement.rs.
set -euo pipefail
folder=$(realpath "${1:-$(dirname "$0")}")
kubernetes=1.33
tools=${XDG_CACHE_HOME:-$HOME/.cache}/dateline-schemas
mkdir -p "$tools"
cd "$tools"
if [ ! -d python ]; then
    python3 -m venv python
    python/bin/pip install --quiet kubernetes-validate==1.37.0
fi
if [ ! -d node_modules ]; then
    npm install --silent --no-audit --no-fund --prefix . \
        @kubernetes-models/keda@2.0.0 @kubernetes-models/prometheus-operator@6.0.0
fi
kubectl kustomize "$folder" | python/bin/python -c '
import json, sys, yaml
json.dump([one for one in yaml.safe_load_all(sys.stdin) if one], sys.stdout)' >rendered.json
python/bin/python - "$kubernetes" <<'PYTHON'
import json, sys, kubernetes_validate
for one in json.load(open("rendered.json")):
    group = one["apiVersion"].rpartition("/")[0]
    if "." not in group or group.endswith(".k8s.io"):
        kubernetes_validate.validate(one, sys.argv[1], strict=True)
        print("valid for Kubernetes", sys.argv[1], one["kind"], one["metadata"]["name"])
PYTHON
cat >validate.mjs <<'NODE'
import { readFileSync } from "node:fs";
import { ScaledObject } from "@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject";
import { PodMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor";
const kinds = { ScaledObject, PodMonitor };
for (const one of JSON.parse(readFileSync("rendered.json"))) {
  if (!(one.kind in kinds)) continue;
  new kinds[one.kind](one).validate();
  console.log("valid for its operator", one.kind, one.metadata.name);
}
NODE
node validate.mjs
