package meshlint.schema;

import java.util.LinkedHashMap;
import java.util.Map;

/** Correct manifests, one a kind, for tests to break. */
final class Samples {
  private Samples() {}

  /** The manifests by a short name of their kind. */
  static Map<String, String> all() {
    Map<String, String> out = new LinkedHashMap<>();
    out.put(
        "Service",
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: db
          namespace: shop
          labels:
            tier: "1"
        spec:
          clusterIP: None
          publishNotReadyAddresses: true
          internalTrafficPolicy: Cluster
          selector:
            app: db
          ports:
          - name: tcp-db
            port: 5432
            targetPort: db
            protocol: TCP
        """);
    out.put(
        "Deployment",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
          namespace: shop
        spec:
          replicas: 2
          strategy:
            type: RollingUpdate
            rollingUpdate:
              maxSurge: 25%
          selector:
            matchLabels:
              app: web
          template:
            metadata:
              labels:
                app: web
              annotations:
                sidecar.istio.io/inject: "true"
            spec:
              restartPolicy: Always
              terminationGracePeriodSeconds: 30
              nodeSelector:
                disk: ssd
              containers:
              - name: web
                image: shop/web:1
                imagePullPolicy: IfNotPresent
                env:
                - name: PORT
                  value: "8080"
                ports:
                - name: http
                  containerPort: 8080
                resources:
                  limits:
                    cpu: 500m
                    memory: 128Mi
                readinessProbe:
                  httpGet:
                    path: /ready
                    port: http
                volumeMounts:
                - name: config
                  mountPath: /etc/web
              volumes:
              - name: config
                configMap:
                  name: web
                  defaultMode: 0400
        """);
    out.put(
        "StatefulSet",
        """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata:
          name: db
          namespace: shop
        spec:
          serviceName: db
          podManagementPolicy: Parallel
          selector:
            matchLabels:
              app: db
          template:
            metadata:
              labels:
                app: db
            spec:
              securityContext:
                fsGroup: 1000
              containers:
              - name: db
                image: postgres:16
          volumeClaimTemplates:
          - metadata:
              name: data
            spec:
              accessModes:
              - ReadWriteOnce
              resources:
                requests:
                  storage: 1Gi
        """);
    out.put(
        "CronJob",
        """
        apiVersion: batch/v1
        kind: CronJob
        metadata:
          name: backup
          namespace: shop
        spec:
          schedule: "0 3 * * *"
          concurrencyPolicy: Forbid
          jobTemplate:
            spec:
              backoffLimit: 3
              template:
                spec:
                  restartPolicy: OnFailure
                  containers:
                  - name: backup
                    image: shop/backup:1
                    command: [backup, --all]
        """);
    out.put(
        "Pod",
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: probe
          namespace: shop
        spec:
          dnsPolicy: ClusterFirst
          hostNetwork: false
          tolerations:
          - key: dedicated
            operator: Exists
            effect: NoSchedule
          containers:
          - name: probe
            image: shop/probe:1
            args: ["--port", "80"]
        """);
    out.put(
        "ConfigMap",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: web
          namespace: shop
        data:
          port: "8080"
          nested.yaml: |
            any: text
        immutable: true
        """);
    out.put(
        "Secret",
        """
        apiVersion: v1
        kind: Secret
        metadata:
          name: web
          namespace: shop
        type: Opaque
        data:
          password: aHVudGVyMg==
        stringData:
          user: web
        """);
    out.put(
        "Ingress",
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          namespace: shop
        spec:
          ingressClassName: nginx
          rules:
          - host: shop.example.com
            http:
              paths:
              - path: /
                pathType: Prefix
                backend:
                  service:
                    name: web
                    port:
                      number: 80
        """);
    out.put(
        "NetworkPolicy",
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata:
          name: db
          namespace: shop
        spec:
          podSelector:
            matchLabels:
              app: db
          policyTypes: [Ingress]
          ingress:
          - from:
            - namespaceSelector:
                matchExpressions:
                - key: team
                  operator: In
                  values: [shop]
            ports:
            - port: 5432
              protocol: TCP
        """);
    out.put(
        "HorizontalPodAutoscaler",
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata:
          name: web
          namespace: shop
        spec:
          scaleTargetRef:
            apiVersion: apps/v1
            kind: Deployment
            name: web
          minReplicas: 2
          maxReplicas: 5
          metrics:
          - type: Resource
            resource:
              name: cpu
              target:
                type: Utilization
                averageUtilization: 80
        """);
    out.put(
        "RoleBinding",
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata:
          name: web
          namespace: shop
        roleRef:
          apiGroup: rbac.authorization.k8s.io
          kind: Role
          name: web
        subjects:
        - kind: ServiceAccount
          name: web
          namespace: shop
        """);
    out.put(
        "PersistentVolumeClaim",
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata:
          name: data
          namespace: shop
        spec:
          accessModes: [ReadWriteOnce]
          volumeMode: Filesystem
          resources:
            requests:
              storage: 10Gi
        """);
    out.put(
        "MutatingWebhookConfiguration",
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata:
          name: shop
        webhooks:
        - name: inject.shop.example.com
          admissionReviewVersions: [v1]
          sideEffects: None
          failurePolicy: Fail
          clientConfig:
            service:
              name: injector
              namespace: shop
        """);
    guards(out);
    istio(out);
    gateway(out);
    return out;
  }

  private static void guards(Map<String, String> out) {
    out.put(
        "PodDisruptionBudget",
        """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata:
          name: web
          namespace: shop
        spec:
          minAvailable: 50%
          selector:
            matchLabels:
              app: web
        """);
    out.put(
        "Role",
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata:
          name: web
          namespace: shop
        rules:
        - apiGroups: [""]
          resources: [configmaps]
          verbs: [get]
        """);
    out.put(
        "Namespace",
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          labels:
            istio-injection: enabled
        """);
  }

  private static void istio(Map<String, String> out) {
    out.put(
        "VirtualService",
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata:
          name: web
          namespace: shop
        spec:
          hosts: [web]
          gateways: [mesh]
          http:
          - match:
            - uri:
                prefix: /api
              port: 80
            retries:
              attempts: 3
              perTryTimeout: 2s
            fault:
              delay:
                fixedDelay: 1s
                percentage:
                  value: 0.5
            route:
            - destination:
                host: web
                port:
                  number: 8080
              weight: 90
            - destination:
                host: web-next
              weight: 10
            timeout: 10s
        """);
    out.put(
        "DestinationRule",
        """
        apiVersion: networking.istio.io/v1beta1
        kind: DestinationRule
        metadata:
          name: web
          namespace: shop
        spec:
          host: web
          trafficPolicy:
            loadBalancer:
              simple: LEAST_REQUEST
            tls:
              mode: ISTIO_MUTUAL
            connectionPool:
              tcp:
                maxConnections: 100
            outlierDetection:
              consecutive5xxErrors: 5
              interval: 30s
          subsets:
          - name: v1
            labels:
              version: v1
        """);
    out.put(
        "IstioGateway",
        """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata:
          name: shop
          namespace: shop
        spec:
          selector:
            istio: ingressgateway
          servers:
          - port:
              number: 443
              name: https
              protocol: HTTPS
            hosts: [shop.example.com]
            tls:
              mode: SIMPLE
              credentialName: shop
        """);
    out.put(
        "ServiceEntry",
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata:
          name: pay
          namespace: shop
        spec:
          hosts: [pay.example.com]
          location: MESH_EXTERNAL
          resolution: DNS
          ports:
          - number: 443
            name: tls
            protocol: TLS
        """);
    out.put(
        "Sidecar",
        """
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata:
          name: default
          namespace: shop
        spec:
          outboundTrafficPolicy:
            mode: REGISTRY_ONLY
          egress:
          - hosts: ["./*"]
        """);
    out.put(
        "PeerAuthentication",
        """
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata:
          name: default
          namespace: shop
        spec:
          selector:
            matchLabels:
              app: db
          mtls:
            mode: STRICT
          portLevelMtls:
            "5432":
              mode: PERMISSIVE
        """);
    out.put(
        "AuthorizationPolicy",
        """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata:
          name: db
          namespace: shop
        spec:
          selector:
            matchLabels:
              app: db
          action: ALLOW
          rules:
          - from:
            - source:
                principals: [cluster.local/ns/shop/sa/web]
            to:
            - operation:
                ports: ["5432"]
        """);
    out.put(
        "RequestAuthentication",
        """
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata:
          name: web
          namespace: shop
        spec:
          jwtRules:
          - issuer: https://login.example.com
            jwksUri: https://login.example.com/keys
            forwardOriginalToken: true
        """);
    out.put(
        "Telemetry",
        """
        apiVersion: telemetry.istio.io/v1
        kind: Telemetry
        metadata:
          name: mesh
          namespace: istio-system
        spec:
          accessLogging:
          - providers:
            - name: envoy
          tracing:
          - randomSamplingPercentage: 10
        """);
    out.put(
        "WorkloadEntry",
        """
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata:
          name: vm
          namespace: shop
        spec:
          address: 10.0.0.7
          weight: 1
          ports:
            http: 8080
        """);
    out.put(
        "EnvoyFilter",
        """
        apiVersion: networking.istio.io/v1alpha3
        kind: EnvoyFilter
        metadata:
          name: lua
          namespace: shop
        spec:
          configPatches:
          - applyTo: HTTP_FILTER
            match:
              context: SIDECAR_INBOUND
            patch:
              operation: INSERT_BEFORE
              value:
                anything: goes
        """);
  }

  private static void gateway(Map<String, String> out) {
    out.put(
        "Gateway",
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: Gateway
        metadata:
          name: shop
          namespace: shop
        spec:
          gatewayClassName: istio
          listeners:
          - name: http
            port: 80
            protocol: HTTP
            allowedRoutes:
              namespaces:
                from: Same
        """);
    out.put(
        "HTTPRoute",
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata:
          name: web
          namespace: shop
        spec:
          parentRefs:
          - name: shop
          hostnames: [shop.example.com]
          rules:
          - matches:
            - path:
                type: PathPrefix
                value: /api
            filters:
            - type: RequestHeaderModifier
              requestHeaderModifier:
                set:
                - name: x-shop
                  value: "1"
            backendRefs:
            - name: web
              port: 80
              weight: 1
        """);
    out.put(
        "ReferenceGrant",
        """
        apiVersion: gateway.networking.k8s.io/v1beta1
        kind: ReferenceGrant
        metadata:
          name: routes
          namespace: shop
        spec:
          from:
          - group: gateway.networking.k8s.io
            kind: HTTPRoute
            namespace: edge
          to:
          - group: ""
            kind: Service
        """);
  }
}
